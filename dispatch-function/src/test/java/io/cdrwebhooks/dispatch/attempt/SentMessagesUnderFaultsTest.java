package io.cdrwebhooks.dispatch.attempt;

import static io.cdrwebhooks.dispatch.DispatchSystem.CONFIGURATION;
import static io.cdrwebhooks.dispatch.DispatchSystem.START;
import static io.cdrwebhooks.dispatch.TestEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.dispatch.CallWatch;
import io.cdrwebhooks.dispatch.DispatchSystem;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.BulkJobId;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.LaneCause;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Like [FaultsAtEveryCallTest], with only the messages that were sent, each once and after its
/// delay. SQS retries a failed message after 21 minutes; a sweep runs each minute.
class SentMessagesUnderFaultsTest {
  private record Message(String body, Instant at) {}

  private static final class Faults implements CallWatch {
    final int at;
    final boolean before;
    final AtomicInteger calls = new AtomicInteger();
    volatile boolean armed;
    volatile String happened = "";

    Faults(int at, boolean before) {
      this.at = at;
      this.before = before;
    }

    @Override
    public void before(Call call) {
      if (armed && calls.incrementAndGet() == at && before) {
        happened = call.method() + " before";
        throw new IllegalStateException("fault");
      }
    }

    @Override
    public Object after(Call call, Object answer) {
      if (armed && calls.get() == at && !before && happened.isEmpty()) {
        happened = call.method() + " after";
        throw new IllegalStateException("fault");
      }
      return answer;
    }
  }

  private interface Scenario {
    String begin(DispatchSystem system) throws IOException;
  }

  private static String release(DispatchSystem system) throws IOException {
    var was = system.configuration();
    system.configurations.replace(was.disabled("by hand", system.now), was.revision());
    system.invoke(event(system.put("tx1.zip", "v1", Map.of("number-of-lines", "2"))));
    system.deliveries.clearDueAt(
        system.delivery().id(), system.delivery().progress().dueAt().orElseThrow());
    system.receiverIs(system.receiver.url(), true);
    BulkJob job =
        BulkJob.create(
            BulkJobId.of(UUID.randomUUID()),
            new BulkJob.Task.Release(
                CONFIGURATION,
                new TimeRange(START.minus(Duration.ofDays(1)), START.plus(Duration.ofDays(1)))),
            system.now);
    assertThat(system.jobs.create(job)).isTrue();
    return "{\"jobId\":\"" + job.id() + "\"}";
  }

  /// The time from the record to the request; three hours if there was none by then.
  private static Duration takes(Faults faults, Scenario scenario) throws IOException {
    try (DispatchSystem system = new DispatchSystem()) {
      system.watch(faults);
      system.withTask();
      system.lanesStandStill();
      PriorityQueue<Message> queue = new PriorityQueue<>(Comparator.comparing(Message::at));
      queue.add(new Message(scenario.begin(system), system.now));
      int taken = system.workMessages.sent().size();
      faults.armed = true;
      Instant sweepAt = START.plusSeconds(40);
      while (system.now.isBefore(START.plus(Duration.ofHours(3)))) {
        if (!system.deliveries.all().isEmpty()
            && system.delivery().status() == DeliveryStatus.DELIVERED) {
          return Duration.between(system.delivery().createdAt(), system.now);
        }
        if (!queue.isEmpty() && queue.peek().at().isBefore(sweepAt)) {
          Message next = queue.remove();
          system.now = next.at().isAfter(system.now) ? next.at() : system.now;
          if (!system.invoke(next.body()).isEmpty()) {
            queue.add(new Message(next.body(), system.now.plus(Duration.ofMinutes(21))));
          }
        } else {
          system.now = sweepAt.isAfter(system.now) ? sweepAt : system.now;
          sweepAt = sweepAt.plusSeconds(60);
          try {
            system.schedule("sweep");
          } catch (RuntimeException e) {
            // the next one
          }
        }
        var all = system.workMessages.sent();
        for (var each : all.subList(taken, all.size())) {
          queue.add(new Message(body(each.work()), system.now.plus(each.delay())));
        }
        taken = all.size();
      }
      return Duration.ofHours(3);
    }
  }

  private static String body(DueWork work) {
    return switch (work) {
      case DueWork.OfLane lane ->
          "{\"lane\":\""
              + lane.configuration()
              + "\""
              + lane.first().map(id -> ",\"deliveryId\":\"" + id + "\"").orElse("")
              + ",\"asked\":"
              + (lane.cause() instanceof LaneCause.Asked)
              + ",\"hops\":"
              + lane.hops()
              + "}";
      case DueWork.OfDelivery(var id) -> "{\"deliveryId\":\"" + id + "\"}";
      case DueWork.OfJob(var id) -> "{\"jobId\":\"" + id + "\"}";
      case DueWork.OfDigest(var id) -> "{\"digest\":\"" + id + "\"}";
      case DueWork.OfWatch(var task) -> "{\"watch\":" + task + "}";
    };
  }

  private static List<String> slow(Scenario scenario) throws IOException {
    List<String> slow = new ArrayList<>();
    for (boolean before : new boolean[] {true, false}) {
      for (int at = 1; ; at++) {
        Faults faults = new Faults(at, before);
        Duration took = takes(faults, scenario);
        if (faults.happened.isEmpty()) {
          break;
        }
        if (took.compareTo(Duration.ofMinutes(3)) > 0) {
          slow.add("call " + at + ", " + faults.happened + ": " + took);
        }
      }
    }
    return slow;
  }

  @Test
  void releasedDeliveryIsDeliveredSoonWhicheverCallFails() throws IOException {
    assertThat(slow(SentMessagesUnderFaultsTest::release)).isEmpty();
  }
}
