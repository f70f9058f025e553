package io.cdrwebhooks.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.configuration.Revision;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.receiver.AddressBlock;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.testing.Race;
import io.cdrwebhooks.testing.Samples;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// The contract of every store of download links.
public interface DownloadLinksContract {
  Instant NOW = Samples.NOW.truncatedTo(ChronoUnit.SECONDS);

  DownloadLinks links();

  @Test
  default void issuedLinksRoundTrip() {
    DownloadLink link = Samples.link();
    ReportVersion report = link.report();
    Instant past = link.validUntil().minusSeconds(86_400);
    for (DownloadLink each :
        List.of(
            link,
            link(new ReportVersion(report.bucket(), report.key(), Optional.empty()), NOW, false),
            link(Samples.sample(report), NOW, false),
            link(report, past, true))) {
      links().issue(each);
      assertThat(links().find(each.tokenHash())).contains(each);
    }
  }

  private static DownloadLink link(ReportVersion report, Instant validUntil, boolean revoked) {
    return new DownloadLink(
        Samples.token().hash(), Samples.delivery().id(), report, validUntil, revoked);
  }

  @Test
  default void protectedLinkRoundTrips() {
    for (SecondFactor factor :
        List.of(
            new SecondFactor.FromNetworks(
                List.of(AddressBlock.of("203.0.113.0/24"), AddressBlock.of("2001:db8::/32"))),
            new SecondFactor.SignedUrl(List.of("0a".repeat(32), "0b".repeat(32))))) {
      DownloadLink link = Samples.link().needing(factor);
      links().issue(link);
      assertThat(links().find(link.tokenHash())).contains(link);
      assertThat(links().revoke(link.delivery(), NOW)).isEqualTo(1);
      assertThat(links().find(link.tokenHash()).orElseThrow().secondFactor()).isEqualTo(factor);
    }
  }

  @Test
  default void lastReceiptOfADeliveryIsFound() {
    DownloadLink link = Samples.link();
    links().issue(link);
    FileReceipt wrong = new FileReceipt(Samples.NOW, "0a".repeat(32));
    FileReceipt right = new FileReceipt(Samples.NOW.plusMillis(1), "0b".repeat(32));
    assertThat(links().receipt(link.delivery())).isEmpty();

    assertThat(links().record(wrong, link.delivery())).isTrue();
    assertThat(links().receipt(link.delivery())).contains(wrong);
    assertThat(links().record(right, link.delivery())).isTrue();
    FileReceipt again = new FileReceipt(Samples.NOW.plusMillis(2), right.sha256());
    assertThat(links().record(again, link.delivery())).as("the same digest").isFalse();

    assertThat(links().receipt(link.delivery())).contains(right);
    assertThat(links().revoke(link.delivery(), NOW)).as("a receipt is no link").isEqualTo(1);
  }

  @Test
  default void unknownHashFindsNothing() {
    assertThat(links().find(Samples.token().hash())).isEmpty();
  }

  @Test
  default void takenHashThrowsAndKeepsTheFirstLink() {
    DownloadLink first = Samples.link();
    links().issue(first);
    DownloadLink other = Samples.link();
    DownloadLink second =
        new DownloadLink(
            first.tokenHash(), other.delivery(), other.report(), other.validUntil(), false);
    assertThatThrownBy(() -> links().issue(second))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageNotContaining(first.tokenHash().hex());
    assertThat(links().find(first.tokenHash())).contains(first);
  }

  @Test
  default void sameLinkMayBeIssuedAgain() {
    DownloadLink link = Samples.link();
    links().issue(link);
    links().issue(link);
    assertThat(links().find(link.tokenHash())).contains(link);
  }

  @Test
  default void revokingRevokesTheValidLinksOfTheDeliveryAndCountsThem() {
    Delivery delivery = Samples.delivery();
    DownloadLink expired = issued(delivery, NOW.minusSeconds(1));
    DownloadLink validToTheLast = issued(delivery, NOW);
    DownloadLink valid = issued(delivery, NOW.plusSeconds(86_400));
    DownloadLink revoked = Samples.revoked(link(delivery, NOW.plusSeconds(1)));
    links().issue(revoked);
    DownloadLink ofAnother = issued(Samples.delivery(), NOW.plusSeconds(86_400));
    assertThat(links().revoke(delivery.id(), NOW)).isEqualTo(2);
    for (DownloadLink each : List.of(validToTheLast, valid)) {
      assertThat(links().find(each.tokenHash())).contains(Samples.revoked(each));
    }
    for (DownloadLink each : List.of(expired, revoked, ofAnother)) {
      assertThat(links().find(each.tokenHash())).contains(each);
    }
    assertThat(links().revoke(delivery.id(), NOW)).isZero();
  }

  @Test
  default void earlierLinksAreRevokedAndLaterOnesLive() {
    Delivery delivery = Samples.delivery();
    Instant changed = NOW.plusSeconds(10);
    IssuedBefore earlier = new IssuedBefore(changed, Optional.of(new Revision(3)));
    List<DownloadLink> dying =
        List.of(
            given(delivery, changed.minusSeconds(1), OptionalLong.empty()),
            given(delivery, changed.minusSeconds(1), OptionalLong.of(3)),
            given(delivery, changed.plusSeconds(30), OptionalLong.of(2)));
    List<DownloadLink> living =
        List.of(
            given(delivery, changed, OptionalLong.empty()),
            given(delivery, changed, OptionalLong.of(3)),
            given(delivery, changed.plusSeconds(30), OptionalLong.of(4)),
            given(Samples.delivery(), NOW, OptionalLong.of(2)));

    assertThat(links().revoke(delivery.id(), earlier, changed)).isEqualTo(dying.size());

    for (DownloadLink each : dying) {
      assertThat(links().find(each.tokenHash())).contains(Samples.revoked(each));
    }
    for (DownloadLink each : living) {
      assertThat(links().find(each.tokenHash())).contains(each);
    }
    assertThat(links().revoke(delivery.id(), earlier, changed)).isZero();
  }

  @Test
  default void withoutARevisionTheTimeAloneDecides() {
    Delivery delivery = Samples.delivery();
    DownloadLink old = given(delivery, NOW.minusSeconds(1), OptionalLong.of(9));
    DownloadLink later = given(delivery, NOW, OptionalLong.of(1));

    assertThat(links().revoke(delivery.id(), new IssuedBefore(NOW, Optional.empty()), NOW))
        .isEqualTo(1);

    assertThat(links().find(old.tokenHash())).contains(Samples.revoked(old));
    assertThat(links().find(later.tokenHash())).contains(later);
  }

  @Test
  default void everyLinkOfManyIsRevoked() {
    Delivery delivery = Samples.delivery();
    List<DownloadLink> all = new ArrayList<>();
    for (int i = 0; i < 230; i++) {
      all.add(issued(delivery, NOW.plusSeconds(i % 3)));
    }
    int revoked = links().revoke(delivery.id(), NOW);
    assertThat(all)
        .allSatisfy(
            link -> assertThat(links().find(link.tokenHash())).contains(Samples.revoked(link)));
    assertThat(revoked).isEqualTo(all.size());
  }

  @Test
  default void deliveryWithoutLinksHasNoneToRevoke() {
    assertThat(links().revoke(Samples.delivery().id(), NOW)).isZero();
  }

  @Test
  default void concurrentRevocationsCountALinkOnce() {
    Delivery delivery = Samples.delivery();
    issued(delivery, NOW.plusSeconds(1));
    assertThat(Race.of(6, i -> () -> links().revoke(delivery.id(), NOW)))
        .containsExactlyInAnyOrder(1, 0, 0, 0, 0, 0);
  }

  @Test
  default void linksOfADeliveryAreListedTheLatestFirst() {
    Delivery delivery = Samples.delivery();
    DownloadLink old = issued(delivery, NOW.minusSeconds(1));
    DownloadLink late = issued(delivery, NOW.plusSeconds(86_400));
    DownloadLink middle = issued(delivery, NOW.plusSeconds(60));
    issued(Samples.delivery(), NOW.plusSeconds(60));
    links().revoke(delivery.id(), NOW);

    assertThat(links().list(delivery.id(), 100))
        .containsExactly(
            listed(late, Optional.of(NOW)),
            listed(middle, Optional.of(NOW)),
            listed(old, Optional.empty()));
    assertThat(links().list(delivery.id(), 2)).hasSize(2);
    assertThat(links().list(Samples.delivery().id(), 2)).isEmpty();
  }

  private static IssuedLink listed(DownloadLink link, Optional<Instant> revokedAt) {
    String name = link.tokenHash().hex().substring(0, 12);
    return new IssuedLink(name, link.validUntil(), revokedAt.isPresent(), revokedAt);
  }

  private static DownloadLink link(Delivery delivery, Instant validUntil) {
    return new DownloadLink(
        Samples.token().hash(), delivery.id(), delivery.report(), validUntil, false);
  }

  private DownloadLink given(Delivery delivery, Instant at, OptionalLong revision) {
    DownloadLink link = DownloadLink.issue(Samples.token(), delivery, at);
    DownloadLink given =
        revision.isPresent() ? link.issuedFor(new Revision(revision.getAsLong())) : link;
    links().issue(given);
    return given;
  }

  private DownloadLink issued(Delivery delivery, Instant validUntil) {
    DownloadLink link = link(delivery, validUntil);
    links().issue(link);
    return link;
  }
}
