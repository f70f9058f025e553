package io.cdrwebhooks.receiver;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Decides which addresses of a receiver may be called. It applies the deployment's rules to the
/// URL and its host, resolves the name once, and asks the [AddressGuard].
///
/// The API uses it when a configuration is saved, to inform its owner. Dispatch uses it again at
/// every attempt, because the name may resolve differently by then. Only the second check protects
/// our network.
///
/// A DNS look-up blocks in native code and cannot be interrupted. On virtual threads, as many
/// hanging look-ups as there are processors would block every carrier and stop all deliveries. So
/// look-ups run on platform threads. At most [#LOOK_UPS] run at once, including those that timed
/// out. A further look-up is refused; that is a limit of this process and no fault of the receiver.
/// Thread-safe.
public final class ReceiverVetting implements AutoCloseable {
  /// The timeout of a look-up.
  public static final Duration STANDARD_LIMIT = Duration.ofSeconds(3);

  /// Enough for several batches of names whose name servers do not answer.
  static final int LOOK_UPS = 64;

  private static final Duration IDLE = Duration.ofSeconds(30);

  private final AddressGuard guard;
  private final NameResolver resolver;
  private final ThreadPoolExecutor lookUps =
      new ThreadPoolExecutor(
          0,
          LOOK_UPS,
          IDLE.toSeconds(),
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().daemon().name("name-look-up-", 0).factory());

  private final Map<String, Future<List<InetAddress>>> underWay = new ConcurrentHashMap<>();

  public ReceiverVetting(ReceiverRules rules, NameResolver resolver) {
    this.guard = new AddressGuard(rules);
    this.resolver = resolver;
  }

  /// The result of vetting a receiver's URL.
  public sealed interface Judgement {
    /// The addresses to connect to, to be tried in this order; never empty.
    record Allowed(List<InetAddress> addresses) implements Judgement {
      public Allowed {
        addresses = List.copyOf(addresses);
      }
    }

    /// The receiver must not be called. `reason` begins a sentence, as in "the URL must be https",
    /// and names no address inside our network. A configuration with such a URL is not saved.
    record Refused(String reason) implements Judgement {}

    /// The name has no address now, or the look-up timed out. A configuration with such a URL can
    /// still be saved, because a receiver may be set up before its name; an attempt fails.
    record Unresolved(String reason) implements Judgement {}
  }

  /// Judges a URL after at most one look-up, which times out after `limit`.
  ///
  /// @throws RejectedExecutionException if [#LOOK_UPS] look-ups are running: a limit of this
  ///   process and no fault of the receiver
  /// @throws InterruptedException if this thread is interrupted
  public Judgement vet(ReceiverUrl url, Duration limit) throws InterruptedException {
    Optional<String> refusal = url.refusal(guard.rules());
    if (refusal.isPresent()) {
      return new Judgement.Refused("the URL " + refusal.get());
    }
    Optional<String> hostRefusal = guard.rules().refusal(url.host());
    if (hostRefusal.isPresent()) {
      return new Judgement.Refused(hostRefusal.get());
    }
    return judge(lookUp(url.host()), limit);
  }

  /// Shares one look-up among all concurrent requests for a name, so that many attempts for a
  /// receiver with a slow name server use one thread.
  private Future<List<InetAddress>> lookUp(String host) {
    try {
      return underWay.computeIfAbsent(host, name -> lookUps.submit(() -> resolved(name)));
    } catch (RejectedExecutionException e) {
      throw new RejectedExecutionException("at most " + LOOK_UPS + " look-ups may run at once", e);
    }
  }

  private List<InetAddress> resolved(String host) throws UnknownHostException {
    try {
      return resolver.resolve(host);
    } finally {
      underWay.remove(host);
    }
  }

  private Judgement judge(Future<List<InetAddress>> lookUp, Duration limit)
      throws InterruptedException {
    try {
      return guard.vet(lookUp.get(limit.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return new Judgement.Unresolved(
          "the name was not resolved within " + limit.toMillis() + " ms");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownHostException) {
        return new Judgement.Unresolved("the name could not be resolved");
      }
      throw new CompletionException(e.getCause());
    }
  }

  @Override
  public void close() {
    lookUps.shutdownNow();
  }
}
