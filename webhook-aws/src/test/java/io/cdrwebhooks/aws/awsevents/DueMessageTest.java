package io.cdrwebhooks.aws.awsevents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.testing.SampleWork;
import io.cdrwebhooks.work.BulkJobId;
import io.cdrwebhooks.work.DueWork;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests the messages that the product sends to itself.
class DueMessageTest {
  private static final String DIGITS = "0123456789abcdef0123456789abcdef";

  private static void assertDue(String message, DueWork work) {
    assertThat(QueueMessage.parse(message)).isEqualTo(new QueueMessage.Due(work));
  }

  @Test
  void messageNamesItsWork() {
    ConfigurationId lane = new ConfigurationId("cfg_" + DIGITS);
    DeliveryId delivery = new DeliveryId("dlv_" + DIGITS);
    assertDue("{\"deliveryId\":\"dlv_" + DIGITS + "\"}", new DueWork.OfDelivery(delivery));
    assertDue(
        "{\"jobId\":\"job_" + DIGITS + "\"}", new DueWork.OfJob(new BulkJobId("job_" + DIGITS)));
    assertDue("{\"digest\":\"" + lane + "\"}", new DueWork.OfDigest(lane));
    assertDue("{\"watch\":42}", new DueWork.OfWatch(new TaskId(42)));
    assertDue("{\"lane\":\"" + lane + "\"}", SampleWork.wakeUp(lane));
    assertDue(
        "{\"lane\":\"%s\",\"deliveryId\":\"%s\",\"asked\":true}".formatted(lane, delivery),
        DueWork.OfLane.askedFor(lane, delivery));
    assertDue(
        "{\"lane\":\"%s\",\"deliveryId\":\"%s\",\"hops\":7}".formatted(lane, delivery),
        DueWork.OfLane.ownMessage(lane, Optional.of(delivery), 7));
  }

  @Test
  void arrivalLeavesItsCountToTheLane() {
    ConfigurationId lane = new ConfigurationId("cfg_" + DIGITS);
    DeliveryId delivery = new DeliveryId("dlv_" + DIGITS);
    Instant recorded = Instant.parse("2026-12-01T10:00:00.412Z");
    assertThat(
            QueueMessage.parse(
                "{\"lane\":\"%s\",\"deliveryId\":\"%s\",\"uncounted\":%d,\"task\":42,\"at\":%d}"
                    .formatted(
                        lane, delivery, recorded.toEpochMilli(), recorded.toEpochMilli() + 7)))
        .isEqualTo(
            new QueueMessage.Due(
                SampleWork.toCount(lane, delivery, new TaskId(42), recorded)
                    .withExpectedAt(recorded.plusMillis(7))));
  }

  @Test
  void fieldOfALaterVersionIsSkipped() {
    assertThat(
            QueueMessage.parse(
                "{\"sentBy\":{\"x\":[1]},\"jobId\":\"job_" + DIGITS + "\",\"more\":null}"))
        .isEqualTo(new QueueMessage.Due(new DueWork.OfJob(new BulkJobId("job_" + DIGITS))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"jobId\":\"\"}",
        "{\"watch\":0}",
        "{\"watch\":\"42\"}",
        "{\"watch\":42,\"jobId\":\"job_" + DIGITS + "\"}",
        "{\"jobId\":\"job_\"}",
        "{\"jobId\":\"job_0123\"}",
        "{\"jobId\":\"dlv_" + DIGITS + "\"}",
        "{\"jobId\":\"JOB_" + DIGITS + "\"}",
        "{\"jobId\":\"job_" + DIGITS + "0\"}",
        "{\"jobId\":\"job_" + DIGITS + "\\n\"}",
        "{\"jobId\":1}",
        "{\"jobId\":null}",
        "{\"lane\":\"cfg_" + DIGITS + "\",\"uncounted\":\"now\"}",
        "{\"lane\":\"cfg_" + DIGITS + "\",\"task\":-1}",
        "{\"jobId\":[\"job_" + DIGITS + "\"]}",
        "{\"deliveryId\":\"job_" + DIGITS + "\"}",
        "{\"jobId\":\"job_" + DIGITS + "\",\"jobId\":\"job_" + DIGITS + "\"}",
        "{\"jobId\":\"job_" + DIGITS + "\",\"deliveryId\":\"dlv_" + DIGITS + "\"}",
        "{\"jobId\":\"job_" + DIGITS + "\",\"lane\":\"cfg_" + DIGITS + "\"}",
        "{\"digest\":\"cfg_" + DIGITS + "\",\"lane\":\"cfg_" + DIGITS + "\"}",
        "{\"digest\":\"dlv_" + DIGITS + "\"}",
        "{\"lane\":\"dlv_" + DIGITS + "\"}",
        "{\"lane\":\"\"}",
        "{\"jobId\":\"job_" + DIGITS + "\"} {}",
        "{\"jobId\":\"job_" + DIGITS + "\"",
        "{}",
        "[]",
        ""
      })
  void otherMessageIsUnreadableAndNotQuoted(String body) {
    assertThatThrownBy(() -> QueueMessage.parse(body))
        .isInstanceOf(UnreadableMessageException.class)
        .hasMessageNotContaining(DIGITS);
  }
}
