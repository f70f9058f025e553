package io.cdrwebhooks.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/// Runs several threads that act at the same moment: each waits at a gate that opens when all have
/// arrived.
public final class Race {
  private Race() {}

  /// Returns the results in the runners' order; the first failure of a runner fails the race.
  public static <T> List<T> of(List<Callable<T>> runners) {
    CyclicBarrier gate = new CyclicBarrier(runners.size());
    try (ExecutorService threads = Executors.newFixedThreadPool(runners.size())) {
      List<Future<T>> running = new ArrayList<>();
      for (Callable<T> runner : runners) {
        running.add(
            threads.submit(
                () -> {
                  gate.await();
                  return runner.call();
                }));
      }
      List<T> answers = new ArrayList<>();
      for (Future<T> each : running) {
        answers.add(each.get());
      }
      return answers;
    } catch (ExecutionException e) {
      throw new AssertionError("a runner failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("the race was interrupted", e);
    }
  }

  /// `runner` creates the runner of each number from 0.
  public static <T> List<T> of(int runners, IntFunction<Callable<T>> runner) {
    List<Callable<T>> all = new ArrayList<>();
    for (int i = 0; i < runners; i++) {
      all.add(runner.apply(i));
    }
    return of(all);
  }
}
