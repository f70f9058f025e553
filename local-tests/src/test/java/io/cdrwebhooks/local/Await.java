package io.cdrwebhooks.local;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/// Repeats a call until its answer is as expected, for half a minute by default.
public final class Await {
  private static final Duration AWAIT_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  private Await() {}

  /// Returns the first expected answer; fails with `what` and the last answer if there is none in
  /// time.
  public static <T> T until(String what, Callable<T> question, Predicate<T> willDo)
      throws Exception {
    return until(AWAIT_TIMEOUT, what, question, willDo);
  }

  static <T> T until(Duration patience, String what, Callable<T> question, Predicate<T> willDo)
      throws Exception {
    long deadline = System.nanoTime() + patience.toNanos();
    T answer = question.call();
    while (!willDo.test(answer)) {
      if (System.nanoTime() > deadline) {
        return fail("%s did not come about, last seen: %s", what, answer);
      }
      Thread.sleep(BETWEEN_LOOKS);
      answer = question.call();
    }
    return answer;
  }
}
