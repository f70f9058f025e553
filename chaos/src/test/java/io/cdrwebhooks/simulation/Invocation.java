package io.cdrwebhooks.simulation;

import io.cdrwebhooks.dispatch.Dispatch;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs.Threads;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/// A process of a function while it works one batch, with its threads and waits in virtual time. It
/// may be paused, and then continues without noticing, and it may be killed, at the latest by the
/// function's timeout. Its clock is some milliseconds ahead or behind.
final class Invocation implements Threads {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final long CLOCK_OFF_MILLIS = 100;

  private final Timeline time;
  private final Consumer<Invocation> ended;
  final long aheadMillis;
  private final List<Waiter> waiters = new ArrayList<>();
  private final Dispatch dispatch;

  /// Counts the invocations that led to this one.
  final int chain;

  /// By this process's clock.
  private final Instant end;

  private Instant pausedUntil = Instant.MIN;
  private boolean over;
  boolean dead;

  Invocation(
      Timeline time,
      Function<Invocation, Dispatch> function,
      int chain,
      Consumer<Invocation> ended) {
    this.time = time;
    this.chain = chain;
    this.ended = ended;
    this.aheadMillis = time.between(-CLOCK_OFF_MILLIS, CLOCK_OFF_MILLIS);
    this.end = now().plus(TIMEOUT);
    this.dispatch = function.apply(this);
    time.after(TIMEOUT.toMillis(), this::kill);
  }

  Instant now() {
    return time.now().plusMillis(aheadMillis);
  }

  /// The work of the function, which ends before its process does.
  interface Work {
    void run(Dispatch dispatch, Instant end) throws InterruptedException;
  }

  /// Works on another strand; `done` takes whether that was possible.
  void start(Work work, Consumer<Boolean> done) {
    start(
        () -> {
          boolean isDone = true;
          try {
            work.run(dispatch, end);
          } catch (Store.RefusedException e) {
            isDone = false;
          } catch (InterruptedException e) {
            throw new IllegalStateException("no strand is interrupted", e);
          }
          done.accept(isDone);
        });
  }

  private void start(Runnable body) {
    time.start(
        this,
        () -> {
          body.run();
          waiters.stream()
              .filter(each -> each.done().getAsBoolean())
              .forEach(each -> time.after(0, () -> wake(each)));
        });
  }

  /// Does something in this process, later if it is paused, never if it is dead.
  private void run(Runnable what) {
    if (pausedUntil.isAfter(time.now()) && !dead) {
      time.at(pausedUntil, () -> run(what));
    } else if (!dead) {
      what.run();
    }
  }

  /// Holds the current strand while this process is paused, and for ever if it is dead.
  void holdIfStopped() {
    if (dead || pausedUntil.isAfter(time.now())) {
      Timeline.Strand strand = time.running;
      run(strand::resume);
      strand.park();
    }
  }

  @Override
  public void sleep(Duration length) {
    time.sleep(length.toMillis());
    holdIfStopped();
  }

  @Override
  public <T> T poll(BlockingQueue<T> queue, Duration patience) {
    await(() -> !queue.isEmpty(), patience);
    return queue.poll();
  }

  /// A strand that waits until `done`.
  private record Waiter(Timeline.Strand strand, BooleanSupplier done) {}

  /// Holds the current strand until another one of this process makes `done` true, at most for
  /// `patience`.
  private void await(BooleanSupplier done, Duration patience) {
    if (!done.getAsBoolean() && patience.isPositive()) {
      Waiter waiter = new Waiter(time.running, done);
      waiters.add(waiter);
      time.after(patience.toMillis(), () -> wake(waiter));
      waiter.strand().park();
    }
  }

  private void wake(Waiter waiter) {
    run(
        () -> {
          if (waiters.remove(waiter)) {
            waiter.strand().resume();
          }
        });
  }

  void pause(long millis) {
    pausedUntil = time.now().plusMillis(millis);
  }

  void kill() {
    if (!over) {
      dead = true;
      finish();
    }
  }

  void finish() {
    over = true;
    ended.accept(this);
  }

  @Override
  public ExecutorService perTask() {
    return new Strands();
  }

  /// A strand for each task. Closing waits for all of them.
  private final class Strands extends AbstractExecutorService {
    private int open;

    @Override
    public void execute(Runnable task) {
      open++;
      start(
          () -> {
            task.run();
            open--;
          });
    }

    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks) {
      List<Future<T>> all = tasks.stream().map(this::submit).toList();
      await(() -> open == 0, TIMEOUT);
      return all;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      await(() -> open == 0, TIMEOUT);
      return true;
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }
  }
}
