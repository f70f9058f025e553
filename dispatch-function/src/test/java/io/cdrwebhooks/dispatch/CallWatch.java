package io.cdrwebhooks.dispatch;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.BiFunction;

/// Watches the calls of the stores and services of a [DispatchSystem]. By throwing it refuses a
/// call, before or after its effect.
@FunctionalInterface
public interface CallWatch {
  void before(Call call);

  /// Returns what the caller gets for `answer`, which the call had.
  default Object after(Call call, Object answer) {
    return answer;
  }

  /// Returns a watch that only changes answers.
  static CallWatch ofAnswers(BiFunction<Call, Object, Object> change) {
    return new CallWatch() {
      @Override
      public void before(Call call) {}

      @Override
      public Object after(Call call, Object answer) {
        return change.apply(call, answer);
      }
    };
  }

  /// A call of `store`, which is the in-memory twin.
  record Call(Object store, String method, List<Object> arguments) {
    /// Returns whether it calls `name` of a store of this type.
    public boolean is(Class<?> type, String name) {
      return type.isInstance(store) && method.equals(name);
    }
  }

  /// Returns the store with this watch around it.
  default <T> T around(Class<T> type, T store) {
    return type.cast(
        Proxy.newProxyInstance(
            CallWatch.class.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> {
              Call call =
                  new Call(
                      store, method.getName(), arguments == null ? List.of() : List.of(arguments));
              before(call);
              try {
                return after(call, method.invoke(store, arguments));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
