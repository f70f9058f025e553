package io.cdrwebhooks.aws.dynamodb;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/// Runs two calls against each other in every order of their requests that a bounded number of
/// switches allows: a race that is decided by the order of requests has no other outcomes.
///
/// Each call goes through an HTTP client of its own, and only one request is on its way at a time.
/// A switch is a change to the other call while the first could go on.
final class Interleavings {
  /// Runs one order; called anew for each, with fresh records.
  interface Scenario {
    /// The two calls, the first through the first store.
    List<Callable<Object>> calls();

    /// Looks at what the calls answered, and what is stored then.
    void check(Object first, Object second);
  }

  /// Makes a scenario of fresh records.
  interface Scenarios {
    Scenario next();
  }

  private record Step(int actor, boolean bothCould) {}

  private record Order(List<Integer> actors, int switches) {}

  private final List<WatchedHttp> https;
  private final int mostSwitches;

  Interleavings(WatchedHttp first, WatchedHttp second, int mostSwitches) {
    https = List.of(first, second);
    this.mostSwitches = mostSwitches;
  }

  /// How many orders were run.
  int explore(Scenarios scenarios) {
    Deque<Order> open = new ArrayDeque<>();
    open.add(new Order(List.of(0), 0));
    open.add(new Order(List.of(1), 0));
    int runs = 0;
    while (!open.isEmpty()) {
      Order order = open.removeLast();
      List<Step> steps = run(order.actors(), scenarios.next());
      runs++;
      if (order.switches() == mostSwitches) {
        continue;
      }
      for (int at = order.actors().size(); at < steps.size(); at++) {
        if (steps.get(at).bothCould()) {
          List<Integer> actors = new ArrayList<>();
          steps.subList(0, at).forEach(step -> actors.add(step.actor()));
          actors.add(1 - steps.get(at).actor());
          open.add(new Order(actors, order.switches() + 1));
        }
      }
    }
    return runs;
  }

  private List<Step> run(List<Integer> order, Scenario scenario) {
    List<Actor> actors = List.of(new Actor(), new Actor());
    List<Step> steps = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Future<Object>> answers = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        https.get(i).watchedBy(actors.get(i));
        answers.add(threads.submit(actors.get(i).playing(scenario.calls().get(i))));
        actors.get(i).arrived.acquire();
      }
      while (!actors.get(0).done || !actors.get(1).done) {
        int next = steps.size() < order.size() ? order.get(steps.size()) : lastActor(steps);
        boolean both = !actors.get(0).done && !actors.get(1).done;
        int actor = actors.get(next).done ? 1 - next : next;
        steps.add(new Step(actor, both));
        actors.get(actor).step();
      }
      scenario.check(answers.get(0).get(), answers.get(1).get());
      return steps;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    } catch (ExecutionException e) {
      throw new AssertionError("a call failed in the order " + steps, e.getCause());
    } catch (AssertionError e) {
      throw new AssertionError("in the order " + steps + ": " + e.getMessage(), e);
    } finally {
      https.forEach(http -> http.watchedBy(WatchedHttp.Watch.NONE));
    }
  }

  private static int lastActor(List<Step> steps) {
    return steps.getLast().actor();
  }

  /// One call that stops before each request until it may take the step.
  private static final class Actor implements WatchedHttp.Watch {
    private final Semaphore mayGo = new Semaphore(0);
    private final Semaphore arrived = new Semaphore(0);
    private volatile boolean done;

    Callable<Object> playing(Callable<Object> call) {
      return () -> {
        try {
          return call.call();
        } finally {
          done = true;
          arrived.release();
        }
      };
    }

    /// Sends one request and runs on until the next, or to the end.
    void step() throws InterruptedException {
      mayGo.release();
      arrived.acquire();
    }

    @Override
    public void before() {
      arrived.release();
      mayGo.acquireUninterruptibly();
    }
  }
}
