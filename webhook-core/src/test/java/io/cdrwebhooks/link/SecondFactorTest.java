package io.cdrwebhooks.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.PayloadSignatures;
import io.cdrwebhooks.delivery.WebhookPayload;
import io.cdrwebhooks.hash.Sha256;
import io.cdrwebhooks.receiver.AddressBlock;
import io.cdrwebhooks.request.RequestBody;
import io.cdrwebhooks.testing.Samples;
import java.net.URI;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests what a request for a link must show, and that a link's signature opens nothing else.
class SecondFactorTest {
  private static final SignatureKey KEY = new SignatureKey("a Signature of 32 characters or so");
  private static final SignatureKey OTHER = new SignatureKey("another Signature, from before that");
  private static final URI URL =
      new CallbackUrls(URI.create("https://cdr.example")).of(Samples.token());
  private static final String SIGNED = SecondFactor.headerValue(KEY, URL);
  private static final String ANYWHERE = "198.51.100.1";

  private static final SecondFactor NETWORKS =
      new SecondFactor.FromNetworks(
          List.of(AddressBlock.of("203.0.113.0/24"), AddressBlock.of("2001:db8::/32")));
  private static final SecondFactor SIGNATURE =
      new SecondFactor.SignedUrl(List.of(Sha256.hex(SIGNED)));

  @Test
  void tokenAloneIsEnoughByDefault() {
    assertThat(new SecondFactor.None().isSatisfied("", "")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"203.0.113.0", "203.0.113.255", "2001:db8::7"})
  void addressInANetworkIsEnough(String address) {
    assertThat(NETWORKS.isSatisfied(address, "")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"203.0.112.255", "2001:db9::7", "", "unknown", "203.0.113.7, 1.2.3.4"})
  void otherAddressIsRefusedWithAnySignature(String address) {
    assertThat(NETWORKS.isSatisfied(address, SIGNED)).isFalse();
  }

  @Test
  void signatureOfTheUrlIsEnoughFromAnywhere() {
    assertThat(SIGNATURE.isSatisfied(ANYWHERE, SIGNED)).isTrue();
    assertThat(SIGNATURE.isSatisfied("", " " + SIGNED + "\t")).isTrue();
  }

  @Test
  void otherValuesAreRefused() {
    URI other = new CallbackUrls(URI.create("https://cdr.example")).of(Samples.token());
    byte[] url = URL.toString().getBytes(UTF_8);
    for (String value :
        List.of(
            "",
            ",",
            SIGNED.substring(1),
            SIGNED + "=",
            SecondFactor.headerValue(OTHER, URL),
            SecondFactor.headerValue(KEY, other),
            SecondFactor.headerValue(KEY, URI.create(URL + "/")),
            PayloadSignatures.webhookSignature(List.of(KEY), "dlv_1", 1, url),
            Sha256.hex(SIGNED))) {
      assertThat(SIGNATURE.isSatisfied(ANYWHERE, value)).isFalse();
    }
  }

  @Test
  void signatureMayBeAnyOfFiveValues() {
    String wrong = SecondFactor.headerValue(OTHER, URL);

    assertThat(SIGNATURE.isSatisfied(ANYWHERE, wrong + ", " + SIGNED)).isTrue();
    assertThat(SIGNATURE.isSatisfied(ANYWHERE, repeated(wrong, 4) + SIGNED)).isTrue();
    assertThat(SIGNATURE.isSatisfied(ANYWHERE, repeated(wrong, 5) + SIGNED))
        .as("a sixth")
        .isFalse();
  }

  @Test
  void everySignatureThatALinkWasIssuedForIsAccepted() {
    String old = SecondFactor.headerValue(OTHER, URL);
    SecondFactor overlapping =
        new SecondFactor.SignedUrl(List.of(Sha256.hex(SIGNED), Sha256.hex(old)));

    assertThat(overlapping.isSatisfied(ANYWHERE, SIGNED)).isTrue();
    assertThat(overlapping.isSatisfied(ANYWHERE, old)).isTrue();
  }

  /// The three kinds of message are signed with one key. A message of one kind is never read as
  /// another.
  @Test
  void signedUrlIsNotAcceptedAsWebhookOrRequest() {
    byte[] url = URL.toString().getBytes(UTF_8);
    Delivery delivery = Samples.delivery();
    byte[] webhook =
        WebhookPayload.announcing(delivery, URL, Samples.NOW.truncatedTo(ChronoUnit.SECONDS), "T")
            .toJson();

    assertThat(RequestBody.parse(url)).isEmpty();
    assertThat(url[0]).isEqualTo((byte) 'h');
    assertThat(webhook[0]).isEqualTo((byte) '{');
    assertThat(SIGNATURE.isSatisfied(ANYWHERE, PayloadSignatures.xCdrSignature(KEY, webhook)))
        .isFalse();
  }

  @Test
  void secondFactorWithoutValuesIsRefused() {
    assertThatThrownBy(() -> new SecondFactor.FromNetworks(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SecondFactor.SignedUrl(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String repeated(String value, int times) {
    return String.join(", ", Collections.nCopies(times, value)) + ", ";
  }
}
