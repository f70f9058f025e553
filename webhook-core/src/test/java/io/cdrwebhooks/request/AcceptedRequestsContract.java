package io.cdrwebhooks.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.request.AcceptedRequests.Acceptance;
import io.cdrwebhooks.testing.Race;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The contract of every store of accepted requests.
public abstract class AcceptedRequestsContract {
  private static final Instant NOW = Instant.parse("2026-03-05T03:12:44.500Z");

  private final ConfigurationId configuration = ConfigurationId.of(UUID.randomUUID());
  private final DeliveryId delivery = DeliveryId.of(UUID.randomUUID());

  protected abstract AcceptedRequests requests();

  @Test
  void idIsAcceptedOnceForAConfiguration() {
    RequestId id = id();

    assertThat(list(id, NOW)).isEqualTo(new Acceptance.Accepted());
    assertThat(list(id, NOW)).isEqualTo(new Acceptance.IdUsed());
    assertThat(list(id, NOW.plus(AcceptedRequests.ID_KEPT).minusSeconds(1)))
        .isEqualTo(new Acceptance.IdUsed());
    assertThat(requests().accept(ConfigurationId.of(UUID.randomUUID()), id, Optional.empty(), NOW))
        .as("ids of configurations are apart")
        .isEqualTo(new Acceptance.Accepted());
  }

  @Test
  void oneOfManyConcurrentRepeatsIsAccepted() {
    RequestId id = id();
    assertThat(Race.of(8, _ -> () -> list(id, NOW))).containsOnlyOnce(new Acceptance.Accepted());
  }

  @Test
  void configurationHasTenRequestsASecond() {
    for (int i = 0; i < AcceptedRequests.MAX_PER_SECOND; i++) {
      assertThat(list(id(), NOW)).isEqualTo(new Acceptance.Accepted());
    }

    assertThat(list(id(), NOW)).isEqualTo(new Acceptance.TooMany(Duration.ofSeconds(1)));
    assertThat(list(id(), NOW.plusSeconds(1))).isEqualTo(new Acceptance.Accepted());
  }

  @Test
  void deliveryHasTwentyRenewalsAnHour() {
    for (int i = 0; i < AcceptedRequests.MAX_RENEWALS_PER_HOUR; i++) {
      assertThat(renew(NOW.plusSeconds(i))).isEqualTo(new Acceptance.Accepted());
    }
    Instant later = NOW.plusSeconds(60);

    assertThat(renew(later))
        .as("until 04:00:00, from 03:13:44.5")
        .isEqualTo(new Acceptance.TooMany(Duration.ofSeconds(46 * 60 + 16)));
    assertThat(list(id(), later)).isEqualTo(new Acceptance.Accepted());
    assertThat(renew(NOW.plus(Duration.ofHours(1)))).isEqualTo(new Acceptance.Accepted());
  }

  @Test
  void repeatedRequestDoesNotCountForTheLimit() {
    RequestId id = id();
    for (int i = 0; i < 3 * AcceptedRequests.MAX_PER_SECOND; i++) {
      Acceptance _ = list(id, NOW);
    }
    assertThat(list(id(), NOW)).isEqualTo(new Acceptance.Accepted());
  }

  private Acceptance list(RequestId id, Instant now) {
    return requests().accept(configuration, id, Optional.empty(), now);
  }

  private Acceptance renew(Instant now) {
    return requests().accept(configuration, id(), Optional.of(delivery), now);
  }

  private static RequestId id() {
    return new RequestId("req_" + UUID.randomUUID().toString().replace("-", ""));
  }
}
