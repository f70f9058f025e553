package io.cdrwebhooks.report;

import io.cdrwebhooks.report.WatchedReports.StoreFault;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// A thread that works beside the one that has it, task after task.
///
/// Closing interrupts what it does and waits until it has ended: no thread outlives its count.
final class SpareThread implements AutoCloseable {
  private final ThreadPoolExecutor thread;

  /// `taken` is given back when the thread has ended.
  SpareThread(String name, Semaphore taken) {
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().name(name).daemon().factory()) {
          @Override
          protected void terminated() {
            taken.release();
          }
        };
  }

  <T> Future<T> run(Callable<T> task) {
    return thread.submit(task);
  }

  /// The thread ends with this task, so that another may be taken instead.
  <T> Future<T> runLast(Callable<T> task) {
    Future<T> last = thread.submit(task);
    thread.shutdown();
    return last;
  }

  /// What the task answered or threw. Whoever is interrupted gets a [StoreFault].
  static <T> T await(Future<T> task) {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw StoreFault.interrupted(e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException exception -> throw exception;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    thread.close();
  }
}
