package io.cdrwebhooks.bench.throughput;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;

/// Writes down what the product asks of AWS, so that the bare work can be the same requests in the
/// same order, whatever the product comes to ask.
///
/// One [Tape] per thread: a message has a thread of its own.
final class Recorder {
  private final Map<Thread, List<Tape.Call>> calls = new ConcurrentHashMap<>();

  /// The same client, whose requests are written down; `type` is its interface.
  <C> C listening(Class<C> type, C client) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              Object first = arguments == null || arguments.length == 0 ? null : arguments[0];
              // It makes the request and comes again with it.
              if (first instanceof Consumer) {
                return InvocationHandler.invokeDefault(proxy, method, arguments);
              }
              if (first instanceof SdkRequest request) {
                note(new Tape.Call(request, System.nanoTime()));
              }
              return passOn(client, method, arguments);
            }));
  }

  private static @Nullable Object passOn(
      Object client, Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(client, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private void note(Tape.Call call) {
    calls.computeIfAbsent(Thread.currentThread(), _ -> new ArrayList<>()).add(call);
  }

  /// What was asked since the last time; for when those who asked have ended.
  List<Tape> take() {
    List<Tape> tapes = calls.values().stream().map(Tape::new).toList();
    calls.clear();
    return tapes;
  }
}
