package io.cdrwebhooks.dispatch.sweep;

import static io.cdrwebhooks.dispatch.DispatchSystem.START;
import static io.cdrwebhooks.dispatch.TestEvents.event;
import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.NextState;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.dispatch.CallWatch;
import io.cdrwebhooks.dispatch.DispatchSystem;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.testing.Samples;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.BulkJob.Task;
import io.cdrwebhooks.work.BulkJobId;
import io.cdrwebhooks.work.DueIndex;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.InMemoryWorkMessages.Sent;
import io.cdrwebhooks.work.ReportWatches;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SweepTest {
  @AutoClose private final DispatchSystem system = new DispatchSystem().withTask();

  @BeforeEach
  void start() throws IOException {
    system.receiver.answer(500, "down");
    system.invoke(event(system.put("tx00001.zip", "v1", Map.of("number-of-lines", "2"))));
    assertThat(system.workMessages.sent().getLast().delay())
        .as("the lane's own message")
        .isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void laneIsAnnouncedEveryFiveMinutesWhileItIsOverdue() throws IOException {
    for (int minutes = 1; minutes <= 120; minutes++) {
      system.now = START.plus(Duration.ofMinutes(minutes));
      system.schedule("sweep");
    }

    assertThat(sentBySweeps()).hasSize(24);
  }

  @Test
  void oldestOverdueAttemptIsMeasuredByItsDueTime() throws IOException {
    system.now = START.plusSeconds(5).plus(Duration.ofMinutes(90));
    system.schedule("sweep");
    system.schedule("sweep");

    assertThat(system.metrics.getLast()).contains("\"OldestOverdueAttemptSeconds\":5400");
  }

  /// Nothing waits for the check of a link but a notice.
  @Test
  void overdueLinkCheckDoesNotCountAsOverdueAttempt() throws IOException {
    system.receiver.answer(200, "");
    system.nextAttempt();
    system.now = system.delivery().progress().dueAt().orElseThrow().plus(Duration.ofMinutes(90));
    system.schedule("sweep");

    assertThat(sentBySweeps()).isNotEmpty();
    assertThat(system.metrics.getLast()).contains("\"OldestOverdueAttemptSeconds\":0");
  }

  /// The limit in docs/scale.md follows from this: seven shards, ten thousand entries a minute.
  @Test
  void tenThousandEntriesOfAShardTakeAThousandSendsAndAWriteEach() throws IOException {
    jobs(10_500, START);
    Map<String, Integer> calls = callsOfASweep(START.plus(Duration.ofMinutes(1)));
    assertThat(calls).containsEntry("sendAll", 1_000).containsEntry("announced", 10_000);

    calls = callsOfASweep(START.plus(Duration.ofMinutes(2)));
    assertThat(calls).containsEntry("sendAll", 50).containsEntry("announced", 500);
    assertThat(calls.get("due")).as("reads of 16 shards").isEqualTo(DueIndex.SHARDS + 1);
  }

  /// So the first reads share one connection to DynamoDB.
  @Test
  void shardsAreReadOneAfterTheOtherLanesFirst() throws IOException {
    List<String> reads = Collections.synchronizedList(new ArrayList<>());
    system.watch(
        new CallWatch() {
          @Override
          public void before(Call call) {
            if (call.is(DueIndex.class, "due")) {
              reads.add("read " + call.arguments().getFirst());
            }
          }

          @Override
          public Object after(Call call, Object answer) {
            if (call.is(DueIndex.class, "due")) {
              reads.add("answer " + call.arguments().getFirst());
            }
            return answer;
          }
        });
    system.schedule("sweep");

    assertThat(reads)
        .containsExactlyElementsOf(
            IntStream.range(0, DueIndex.SHARDS)
                .map(i -> DueIndex.SHARDS - 1 - i)
                .boxed()
                .flatMap(shard -> Stream.of("read " + shard, "answer " + shard))
                .toList());
  }

  /// The reads in turn would otherwise take the whole time of the function, and no sweep would read
  /// the last shards.
  @Test
  @Timeout(60)
  void slowReadsAreMadeAtTheSameTime() throws IOException {
    int inTurn = 2;
    AtomicInteger reads = new AtomicInteger();
    CountDownLatch others = new CountDownLatch(DueIndex.SHARDS - inTurn);
    system.watch(
        call -> {
          if (call.is(DueIndex.class, "due")) {
            if (reads.incrementAndGet() <= inTurn) {
              system.now = system.now.plusSeconds(4);
            } else {
              others.countDown();
              awaitAll(others);
            }
          }
        });
    system.schedule("sweep");

    assertThat(reads).hasValue(DueIndex.SHARDS);
  }

  private static void awaitAll(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void faultInAShardStopsNoOtherShard() {
    BulkJobId job = jobs(1, START).getFirst();
    system.now = START.plus(Duration.ofMinutes(1));
    system.watch(
        call -> {
          if (call.is(DueIndex.class, "due") && call.arguments().getFirst().equals(15)) {
            throw new IllegalStateException("DynamoDB refuses the read");
          }
        });

    assertThatThrownBy(() -> system.schedule("sweep")).hasMessage("DynamoDB refuses the read");
    assertThat(system.workMessages.sent()).extracting(Sent::work).contains(new DueWork.OfJob(job));
  }

  /// The work of these entries fails whenever its message arrives, so they stay overdue.
  @Test
  void announcedEntriesDoNotHideLaterOnes() throws IOException {
    jobs(10_000, START);
    callsOfASweep(START.plus(Duration.ofMinutes(1)));
    jobs(10_000, START.plusSeconds(30));
    callsOfASweep(START.plus(Duration.ofMinutes(2)));
    BulkJobId later = jobs(1, START.plusSeconds(60)).getFirst();

    assertThat(callsOfASweep(START.plus(Duration.ofMinutes(3)))).containsEntry("announced", 1);
    assertThat(system.workMessages.sent().getLast().work()).isEqualTo(new DueWork.OfJob(later));
  }

  /// A sweep sends ten thousand messages for the checks of a shard, and here it has time for half
  /// of them.
  @Test
  void watchIsFoundBehindAnyNumberOfOverdueChecks() throws IOException {
    system.receiver.answer(200, "");
    system.nextAttempt();
    TaskId task = new TaskId(7);
    checks(25_000, ReportWatches.dueShard(task));
    system.watches.begin(task, START.plusSeconds(100), START);
    system.now = START.plusSeconds(700);
    AtomicInteger announced = new AtomicInteger();
    system.watch(
        call -> {
          if (call.is(DueIndex.class, "announced") && announced.incrementAndGet() == 5_000) {
            system.now = system.now.plus(Duration.ofMinutes(1));
          }
        });
    system.schedule("sweep");

    assertThat(system.workMessages.sent()).contains(new Sent(new DueWork.OfWatch(task), ZERO));
    assertThat(announced).as("messages").hasValueLessThan(5_100);
    assertThat(system.metrics.getLast()).contains("\"OldestOverdueAttemptSeconds\":600");
  }

  /// A sweep that reads for ever would send nothing.
  @Test
  void sweepReadsForHalfOfItsTime() throws IOException {
    checks(25_000, 0);
    system.watch(
        call -> {
          if (call.is(DueIndex.class, "due") && call.arguments().getFirst().equals(0)) {
            system.now = system.now.plusSeconds(20);
          }
        });
    system.now = START.plusSeconds(700);
    system.schedule("sweep");

    assertThat(system.workMessages.sent())
        .filteredOn(sent -> sent.work() instanceof DueWork.OfDelivery)
        .hasSize(10_000);
  }

  /// Records held deliveries in a shard of the due index, four to be looked at in each millisecond.
  private void checks(int number, int shard) {
    int made = 0;
    while (made < number) {
      DeliveryId id = DeliveryId.of(UUID.randomUUID());
      if (Math.floorMod(new DueWork.OfDelivery(id).hashCode(), DueIndex.JOB_SHARD) == shard) {
        Instant dueAt = START.plusMillis(made / 4);
        system.deliveries.record(heldUntil(id, dueAt));
        made++;
      }
    }
  }

  private static Delivery heldUntil(DeliveryId id, Instant dueAt) {
    Delivery any = Samples.delivery();
    return new Delivery(
        id,
        any.configurationId(),
        any.upload(),
        START,
        DeliveryProgress.held(NextState.CONFIGURATION_DISABLED, dueAt));
  }

  /// Creates jobs in the shard that all jobs share, four due in each millisecond from `dueAt` on.
  private List<BulkJobId> jobs(int number, Instant dueAt) {
    Task task = new Task.Reconcile("cdr-reports", new TimeRange(START, START));
    List<BulkJobId> ids = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      ids.add(BulkJobId.of(UUID.randomUUID()));
      system.jobs.create(BulkJob.create(ids.getLast(), task, dueAt.plusMillis(i / 4)));
    }
    return ids;
  }

  /// Sweeps at this time; returns how often it called each method of index and queue for jobs.
  private Map<String, Integer> callsOfASweep(Instant at) throws IOException {
    Map<String, Integer> calls = new ConcurrentHashMap<>();
    system.watch(
        call -> {
          boolean isOfLane = call.arguments().toString().contains("OfLane");
          if (!isOfLane && (call.store() instanceof DueIndex || call.method().equals("sendAll"))) {
            calls.merge(call.method(), 1, Integer::sum);
          }
        });
    system.now = at;
    system.schedule("sweep");
    return calls;
  }

  private List<Sent> sentBySweeps() {
    return system.workMessages.sent().stream()
        .skip(2)
        .filter(sent -> !sent.delay().equals(Duration.ofSeconds(5)))
        .filter(sent -> !sent.delay().equals(Duration.ofSeconds(30)))
        .toList();
  }
}
