package io.cdrwebhooks.dispatch.lane;

import io.cdrwebhooks.delivery.AttemptClaim;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.dispatch.attempt.AttemptKind;
import io.cdrwebhooks.dispatch.attempt.PendingDelivery;
import io.cdrwebhooks.dispatch.attempt.SendConditions;
import io.cdrwebhooks.dispatch.exchange.OurFaultException;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.lane.SendResult;
import io.cdrwebhooks.log.Metric;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ExecutorService;

/// The threads of a held lane: one for each attempt. When an attempt ends, with a result or with a
/// fault, its thread adds an event for the lane's thread.
record AttemptThreads(
    PendingDelivery pending,
    SendConditions conditions,
    Queue<AttemptThreads.Ended> events,
    RuntimeInputs inputs,
    ExecutorService threads)
    implements AutoCloseable {
  /// An attempt that has ended.
  record Ended(DeliveryId delivery, SendResult result) {}

  void send(DeliveryId delivery, AttemptKind kind) {
    start(delivery, () -> pending.attempt(delivery, kind, conditions));
  }

  void giveUp(DeliveryId delivery, Instant since) {
    start(delivery, () -> pending.giveUp(delivery, since, conditions));
  }

  /// The work of a thread for one delivery.
  @FunctionalInterface
  private interface Work {
    SendResult run() throws InterruptedException;
  }

  private void start(DeliveryId delivery, Work work) {
    var _ = threads.submit(() -> run(delivery, work));
  }

  private void run(DeliveryId delivery, Work work) {
    SendResult result = new SendResult.Faulted(inputs.now().plus(AttemptClaim.LEASE));
    try {
      result = work.run();
    } catch (OurFaultException e) {
      inputs.log().error("attempt.our-fault", e, "deliveryId", delivery);
      inputs.metrics().count(Metric.OUR_FAULTS);
      result = new SendResult.OurFault();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      inputs.log().error("attempt.faulted", e, "deliveryId", delivery);
      inputs.metrics().count(Metric.MESSAGES_FAILED);
    } finally {
      events.add(new Ended(delivery, result));
    }
  }

  /// Waits for all attempts.
  @Override
  public void close() {
    threads.close();
  }
}
