package io.cdrwebhooks.configapi.deliveries;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configapi.Answer;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.link.AccessToken;
import io.cdrwebhooks.link.DownloadLink;
import io.cdrwebhooks.testing.Samples;
import io.cdrwebhooks.work.BulkJob;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// The links of a delivery are revoked.
class LinkRevocationTest extends StoredDeliveries {
  @Test
  void revokedLinksAreCountedOnce() {
    Delivery delivery = recorded(DeliveryStatus.DELIVERED);
    Delivery other = recorded(DeliveryStatus.FAILED);
    AccessToken first = issued(delivery, NOW.minusSeconds(60));
    issued(delivery, NOW.minusSeconds(30));
    issued(delivery, NOW.minus(Duration.ofDays(2)));
    AccessToken others = issued(other, NOW);

    Answer answer = api.delete("/deliveries/" + delivery.id() + "/links");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo("{\"revoked\":2}");
    assertThat(api.links.find(first.hash()).orElseThrow().revoked()).isTrue();
    assertThat(api.links.find(others.hash()).orElseThrow().revoked()).isFalse();
    assertThat(api.delete("/deliveries/" + delivery.id() + "/links").text())
        .isEqualTo("{\"revoked\":0}");
  }

  /// The list of links lags a moment behind, and an attempt may be about to issue one.
  @Test
  void linksAreRevokedAgainAfterAttemptsInFlight() {
    Delivery delivery = recorded(DeliveryStatus.PENDING);
    api.delete("/deliveries/" + delivery.id() + "/links");

    assertThat(api.jobs.all())
        .singleElement()
        .satisfies(
            job -> {
              assertThat(job.task())
                  .isEqualTo(new BulkJob.Task.Revoke(delivery.id(), new TimeRange(NOW, NOW)));
              assertThat(job.dueAt()).contains(NOW.plusSeconds(61));
            });
  }

  private AccessToken issued(Delivery delivery, Instant at) {
    AccessToken token = Samples.token();
    api.links.issue(DownloadLink.issue(token, delivery, at));
    return token;
  }
}
