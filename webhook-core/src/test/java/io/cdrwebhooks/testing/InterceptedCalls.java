package io.cdrwebhooks.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;

/// Intercepts the calls of a store, queue or client, so that a test can note them, act meanwhile or
/// inject a fault.
public final class InterceptedCalls {
  private InterceptedCalls() {}

  /// Decides what the caller gets.
  @FunctionalInterface
  public interface Interceptor {
    /// Returns the answer, or throws. [Call#proceed] makes the intercepted call.
    Object answer(Call call) throws Throwable;
  }

  /// A call of the object behind the interceptor.
  public static final class Call {
    private final Object target;
    private final Method method;
    private final Object[] arguments;

    private Call(Object target, Method method, Object[] arguments) {
      this.target = target;
      this.method = method;
      this.arguments = arguments;
    }

    public String method() {
      return method.getName();
    }

    public Object argument(int index) {
      return arguments[index];
    }

    /// Makes the call, and returns or throws what it does.
    public Object proceed() throws Throwable {
      try {
        return method.invoke(target, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }
  }

  /// Intercepts every call. `target` may be null if the interceptor never proceeds.
  public static <T> T of(Class<T> type, T target, Interceptor interceptor) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> interceptor.answer(new Call(target, method, arguments))));
  }

  /// Intercepts the calls of one method, which the type must have.
  public static <T> T of(String method, Class<T> type, T target, Interceptor interceptor) {
    if (Arrays.stream(type.getMethods()).map(Method::getName).noneMatch(method::equals)) {
      throw new IllegalArgumentException("%s must have a method %s".formatted(type, method));
    }
    return of(
        type,
        target,
        call -> call.method().equals(method) ? interceptor.answer(call) : call.proceed());
  }

  /// Returns an object whose every call fails, as if the service could not be reached.
  public static <T> T unreachable(Class<T> type) {
    return of(
        type,
        null,
        call -> {
          throw new IllegalStateException("unreachable: " + call.method());
        });
  }
}
