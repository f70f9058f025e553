package io.cdrwebhooks.dispatch.attempt;

import static io.cdrwebhooks.dispatch.DispatchSystem.START;
import static io.cdrwebhooks.dispatch.TestEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.delivery.AttemptClaim;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.dispatch.DispatchSystem;
import io.cdrwebhooks.dispatch.TestContext;
import io.cdrwebhooks.dispatch.exchange.EgressCanary;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tests that dispatch sends only what it can record, and records what it sent.
class RecordingTest {
  @AutoClose private final DispatchSystem system = new DispatchSystem().withTask();

  /// The number of requests before each try to record an attempt.
  private final List<Integer> requestsAtRecords = new CopyOnWriteArrayList<>();

  private void arrive() throws IOException {
    assertThat(system.invoke(event(system.put("tx00001.zip", "v1")))).isEmpty();
  }

  /// Lets the first `number` records of an attempt fail.
  private void failRecords(int number) {
    system.watch(
        call -> {
          if (call.is(Deliveries.class, "complete")) {
            requestsAtRecords.add(system.receiver.received.size());
            if (requestsAtRecords.size() <= number) {
              throw new IllegalStateException("the table is away");
            }
          }
        });
  }

  /// Preparing takes as long as the end of the invocation or the lease of the lane allows, and a
  /// millisecond more.
  @ParameterizedTest
  @CsvSource({"30, 10", "120, 13"})
  void nothingIsSentThatCannotBeRecordedInTime(int left, int longest) throws IOException {
    system.remaining(TestContext.remaining(left * 1_000));
    system.vaultTakes = Duration.ofSeconds(longest).plusMillis(1);
    arrive();
    assertThat(system.receiver.received).isEmpty();
    assertThat(system.log).anyMatch(line -> line.contains("the attempt must end within its lease"));

    system.now = START.plus(AttemptClaim.LEASE).plus(AttemptClaim.LEASE);
    system.vaultTakes = Duration.ofSeconds(longest);
    assertThat(system.due(system.delivery().id())).isEmpty();
    assertThat(system.receiver.received).hasSize(1);
  }

  @Test
  void canaryLeavesTimeForTheRecord() {
    assertThat(EgressCanary.MAX_LENGTH)
        .isLessThanOrEqualTo(SendConditions.RECORDING.minusSeconds(2));
  }

  @Test
  void recordIsRetriedAfterTheRequest() throws IOException {
    failRecords(3);
    arrive();

    assertThat(requestsAtRecords).containsExactly(1, 1, 1, 1);
    assertThat(system.receiver.received).hasSize(1);
    assertThat(system.delivery().status()).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(system.deliveries.attempts(system.delivery().id())).hasSize(1);
  }

  /// Once a second for a minute. After that another holder could claim the delivery, so the request
  /// is made once more, under the same id.
  @Test
  void recordIsRetriedUntilTheLeaseEnds() throws IOException {
    failRecords(60);
    arrive();

    assertThat(requestsAtRecords).hasSize(61).startsWith(1).endsWith(1, 2);
    assertThat(system.delivery().status()).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(system.receiver.received)
        .hasSize(2)
        .extracting(request -> request.headers().get("webhook-id"))
        .containsOnly(system.delivery().id().value());
  }
}
