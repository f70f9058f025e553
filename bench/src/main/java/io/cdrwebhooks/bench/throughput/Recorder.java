package io.cdrwebhooks.bench.throughput;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkRequest;

/// Writes down what the product asks of AWS, so that the bare work can repeat the same requests in
/// the same order, whatever the product asks.
///
/// One [Tape] per thread, since each message is handled on a separate thread.
final class Recorder {
  private final Map<Thread, List<Tape.Call>> calls = new ConcurrentHashMap<>();

  /// The same client, whose requests are written down; `type` is its interface.
  <C> C listening(Class<C> type, C client) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              Object[] given = arguments == null ? new Object[0] : arguments;
              // The default method makes the request and calls the proxy again with it.
              if (given.length > 0 && given[0] instanceof Consumer) {
                return InvocationHandler.invokeDefault(proxy, method, given);
              }
              Tape.Call call = new Tape.Call(client, method, List.of(given), System.nanoTime());
              if (given.length > 0 && given[0] instanceof SdkRequest) {
                calls.computeIfAbsent(Thread.currentThread(), _ -> new ArrayList<>()).add(call);
              }
              return call.make();
            }));
  }

  /// What was asked since the last time, when the threads that asked have ended.
  List<Tape> take() {
    List<Tape> tapes = calls.values().stream().map(Tape::new).toList();
    calls.clear();
    return tapes;
  }
}
