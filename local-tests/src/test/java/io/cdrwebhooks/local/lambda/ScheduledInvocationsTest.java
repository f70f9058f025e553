package io.cdrwebhooks.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.cdrwebhooks.local.Await;
import io.cdrwebhooks.log.EventLog;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ScheduledInvocationsTest {
  private static final String EVENT = "{\"work\":\"sweep\"}";

  private final List<String> events = new CopyOnWriteArrayList<>();
  private final List<String> log = new CopyOnWriteArrayList<>();

  @Test
  void functionIsInvokedRepeatedlyWithTheEvent() throws Exception {
    try (ScheduledInvocations _ = every(this::record)) {
      Await.until("three runs", events::size, size -> size >= 3);
    }
    assertThat(events).containsOnly(EVENT);
    assertThat(log).isEmpty();
  }

  @Test
  void failedRunIsLoggedAndTheNextOneStarts() throws Exception {
    RequestStreamHandler failing =
        (in, out, context) -> {
          record(in, out, context);
          throw new IllegalStateException("as asked for");
        };
    try (ScheduledInvocations _ = every(failing)) {
      Await.until("two runs", events::size, size -> size >= 2);
    }
    assertThat(log)
        .first()
        .asString()
        .contains("schedule.failed", "as asked for", "\"function\":\"clockwork\"");
  }

  @Test
  void closingWaitsForTheCurrentRunAndStartsNoOther() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    RequestStreamHandler slow =
        (in, out, context) -> {
          begun.countDown();
          await(goOn);
          record(in, out, context);
        };
    ScheduledInvocations schedule = every(slow);
    begun.await();
    Thread closing = Thread.ofVirtual().start(schedule::close);
    Await.until("close to wait", closing::getState, state -> state == Thread.State.TIMED_WAITING);
    goOn.countDown();
    closing.join();

    assertThat(events).hasSize(1);
  }

  private ScheduledInvocations every(RequestStreamHandler handler) {
    return new ScheduledInvocations(
        new LocalFunction("clockwork", handler, Duration.ofSeconds(10)),
        EVENT,
        Duration.ofMillis(1),
        new EventLog(InstantSource.system(), log::add));
  }

  private void record(InputStream in, OutputStream out, Context context) throws IOException {
    events.add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
