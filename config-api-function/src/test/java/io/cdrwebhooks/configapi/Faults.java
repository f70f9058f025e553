package io.cdrwebhooks.configapi;

import io.cdrwebhooks.testing.InterceptedCalls;

/// Stands in front of a store or queue and interferes with one of its methods, as if the service
/// could not be reached, this function died there, or another caller was faster.
public final class Faults {
  private Faults() {}

  /// Fails before the call reaches the store.
  public static <T> T before(String method, Class<T> type, T stored) {
    return inFront(method, type, stored, Faults::fault, () -> {});
  }

  /// Fails after the call, as if its answer was lost.
  public static <T> T after(String method, Class<T> type, T stored) {
    return inFront(method, type, stored, () -> {}, Faults::fault);
  }

  /// Runs an action right before the call.
  public static <T> T meanwhile(String method, Class<T> type, T stored, Runnable otherCaller) {
    return inFront(method, type, stored, otherCaller, () -> {});
  }

  private static void fault() {
    throw new IllegalStateException("the service broke");
  }

  private static <T> T inFront(
      String method, Class<T> type, T stored, Runnable before, Runnable after) {
    return InterceptedCalls.of(
        method,
        type,
        stored,
        call -> {
          before.run();
          Object answer = call.proceed();
          after.run();
          return answer;
        });
  }
}
