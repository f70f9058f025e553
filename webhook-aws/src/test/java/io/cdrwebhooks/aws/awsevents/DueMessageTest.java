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

  @Test
  void deliveryIsDue() {
    assertThat(QueueMessage.parse("{\"deliveryId\":\"dlv_" + DIGITS + "\"}"))
        .isEqualTo(new QueueMessage.Due(new DueWork.OfDelivery(new DeliveryId("dlv_" + DIGITS))));
  }

  @Test
  void laneHasWork() {
    ConfigurationId lane = new ConfigurationId("cfg_" + DIGITS);
    DeliveryId delivery = new DeliveryId("dlv_" + DIGITS);
    assertThat(QueueMessage.parse("{\"lane\":\"" + lane + "\"}"))
        .isEqualTo(new QueueMessage.Due(SampleWork.wakeUp(lane)));
    assertThat(
            QueueMessage.parse(
                "{\"lane\":\"%s\",\"deliveryId\":\"dlv_%s\",\"asked\":true}"
                    .formatted(lane, DIGITS)))
        .isEqualTo(new QueueMessage.Due(DueWork.OfLane.askedFor(lane, delivery)));
    assertThat(
            QueueMessage.parse(
                "{\"lane\":\"%s\",\"deliveryId\":\"dlv_%s\",\"hops\":7}".formatted(lane, DIGITS)))
        .isEqualTo(new QueueMessage.Due(DueWork.OfLane.ownMessage(lane, Optional.of(delivery), 7)));
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
  void jobIsDue() {
    assertThat(QueueMessage.parse("{\"jobId\":\"job_" + DIGITS + "\"}"))
        .isEqualTo(new QueueMessage.Due(new DueWork.OfJob(new BulkJobId("job_" + DIGITS))));
  }

  @Test
  void digestIsDue() {
    ConfigurationId id = new ConfigurationId("cfg_" + DIGITS);
    assertThat(QueueMessage.parse("{\"digest\":\"" + id + "\"}"))
        .isEqualTo(new QueueMessage.Due(new DueWork.OfDigest(id)));
  }

  @Test
  void watchIsDue() {
    assertThat(QueueMessage.parse("{\"watch\":42}"))
        .isEqualTo(new QueueMessage.Due(new DueWork.OfWatch(new TaskId(42))));
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
