package io.cdrwebhooks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SpareThreadTest {
  private final SpareThreads threads = new SpareThreads("spare", 2);
  private final List<String> done = new CopyOnWriteArrayList<>();

  @Test
  void thereAreNoMoreThanSaidUntilOneIsClosed() {
    SpareThread first = threads.take().orElseThrow();
    SpareThread second = threads.take().orElseThrow();
    assertThat(threads.take()).isEmpty();
    first.close();
    first.close();
    SpareThread third = threads.take().orElseThrow();
    assertThat(threads.take()).isEmpty();
    second.close();
    third.close();
  }

  @Test
  void tasksAreDoneInTheirOrder() {
    try (SpareThread thread = threads.take().orElseThrow()) {
      List<Future<Boolean>> tasks =
          List.of(thread.run(() -> done.add("first")), thread.run(() -> done.add("second")));
      tasks.forEach(SpareThread::await);
    }
    assertThat(done).containsExactly("first", "second");
  }

  @Test
  void closingInterruptsTheTaskAndWaitsForItsEnd() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    Future<Object> task;
    try (SpareThread thread = threads.take().orElseThrow()) {
      task =
          thread.run(
              () -> {
                begun.countDown();
                try {
                  new CountDownLatch(1).await();
                } finally {
                  Thread.interrupted();
                  System.gc(); // takes its time
                  done.add("ended");
                }
                return null;
              });
      begun.await();
    }
    assertThat(task).isDone();
    assertThat(done).containsExactly("ended");
  }

  @Test
  void threadThatDidItsLastTaskMakesRoomForAnother() throws InterruptedException {
    SpareThreads one = new SpareThreads("spare", 1);
    try (SpareThread thread = one.take().orElseThrow()) {
      Thread worker = SpareThread.await(thread.runLast(Thread::currentThread));
      worker.join();
      assertThat(one.take()).isPresent();
    }
  }

  @Test
  void whatATaskThrowsIsThrownAsItIs() {
    IllegalStateException exception = new IllegalStateException("so");
    StackOverflowError error = new StackOverflowError();
    try (SpareThread thread = threads.take().orElseThrow()) {
      Future<Object> failing =
          thread.run(
              () -> {
                throw exception;
              });
      Future<Object> worse =
          thread.run(
              () -> {
                throw error;
              });
      assertThatThrownBy(() -> SpareThread.await(failing)).isSameAs(exception);
      assertThatThrownBy(() -> SpareThread.await(worse)).isSameAs(error);
    }
  }
}
