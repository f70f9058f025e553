package io.cdrwebhooks.aws.http;

import java.util.function.BiFunction;
import java.util.function.Function;

/// The result of a step in handling a request: a value to continue with, or the answer.
public sealed interface Step<T> {
  record Continue<T>(T value) implements Step<T> {}

  record Answered<T>(HttpResponse response) implements Step<T> {}

  static <T> Step<T> refused(int status, String detail) {
    return refused(Problem.of(status, detail));
  }

  static <T> Step<T> refused(Problem problem) {
    return new Answered<>(problem.toResponse());
  }

  /// Combines the values of two steps. If both answered the request, the first answer counts.
  static <A, B, T> Step<T> both(Step<A> first, Step<B> second, BiFunction<A, B, T> combine) {
    return first.then(a -> second.then(b -> new Continue<>(combine.apply(a, b))));
  }

  /// Runs the last step with the values of two steps, unless one answered the request.
  static <A, B> HttpResponse answer(
      Step<A> first, Step<B> second, BiFunction<A, B, HttpResponse> last) {
    return both(first, second, last).answer(Function.identity());
  }

  /// Runs the next step, unless the request is answered.
  default <U> Step<U> then(Function<T, Step<U>> next) {
    return switch (this) {
      case Continue<T>(T value) -> next.apply(value);
      case Answered<T>(HttpResponse response) -> new Answered<>(response);
    };
  }

  /// Runs the last step, unless the request is answered.
  default HttpResponse answer(Function<T, HttpResponse> last) {
    return switch (this) {
      case Continue<T>(T value) -> last.apply(value);
      case Answered<T>(HttpResponse response) -> response;
    };
  }
}
