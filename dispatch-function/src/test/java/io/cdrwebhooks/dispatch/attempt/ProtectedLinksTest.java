package io.cdrwebhooks.dispatch.attempt;

import static io.cdrwebhooks.dispatch.TestEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.SealedSignature;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.configuration.SignaturePeriods.Turn;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.dispatch.DispatchSystem;
import io.cdrwebhooks.dispatch.TestStores;
import io.cdrwebhooks.link.AccessToken;
import io.cdrwebhooks.link.SecondFactor;
import io.cdrwebhooks.receiver.AddressBlock;
import io.cdrwebhooks.terms.DownloadProtection;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Tests what a link needs in addition to its token: what its configuration wants when the attempt
/// is made.
class ProtectedLinksTest {
  private static final AddressBlock NETWORK = AddressBlock.of("203.0.113.0/24");

  @AutoClose private final DispatchSystem system = new DispatchSystem().withTask();

  @Test
  void linkHasTheNetworksAtItsIssue() throws IOException {
    protect(DownloadProtection.NETWORKS, List.of(NETWORK));
    system.receiver.answer(500, "down");
    arrive();
    protect(DownloadProtection.NONE, List.of(NETWORK));
    system.nextAttempt();

    assertThat(factor(0)).isEqualTo(new SecondFactor.FromNetworks(List.of(NETWORK)));
    assertThat(factor(1)).isEqualTo(new SecondFactor.None());
  }

  @Test
  void linkAcceptsTheSignaturesThatSignItsAnnouncement() throws IOException {
    protect(DownloadProtection.SIGNED_HEADER, List.of());
    WebhookConfiguration was = system.configuration();
    SignatureKey next = new SignatureKey("second");
    system.configurations.replace(
        was.withSignatures(
            was.signatures()
                .rotated(
                    new SealedSignature("plain", "second"),
                    next,
                    new Turn(system.now, Duration.ofDays(1)),
                    system.now)
                .orElseThrow(),
            system.now),
        was.revision());
    arrive();

    SecondFactor factor = factor(0);
    URI url = URI.create(system.payload(0).get("callbackURL").asText());
    for (SignatureKey key : List.of(TestStores.KEY, next)) {
      assertThat(factor.isSatisfied("", SecondFactor.headerValue(key, url))).isTrue();
    }
    assertThat(factor.isSatisfied("", SecondFactor.headerValue(new SignatureKey("third"), url)))
        .isFalse();
    assertThat(system.receiver.received.getFirst().headers().get("X-CDR-Signature"))
        .as("the announcement's own signature opens no link")
        .satisfies(signature -> assertThat(factor.isSatisfied("", signature)).isFalse());
  }

  private void protect(DownloadProtection protection, List<AddressBlock> networks) {
    system.downloadProtection = protection;
    system.downloadNetworks = networks;
    system.receiverIs(system.receiver.url());
  }

  private void arrive() throws IOException {
    system.invoke(event(system.put("tx00001.zip", "v1")));
  }

  private SecondFactor factor(int attempt) {
    return system
        .links
        .find(AccessToken.of(system.tokens.get(attempt)).hash())
        .orElseThrow()
        .secondFactor();
  }
}
