package io.cdrwebhooks.configuration;

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

/// Finds out where a receiver may be connected to: the deployment's rules on the URL, one
/// resolution of the name, the [AddressGuard].
///
/// It is asked when a configuration is saved, to tell its owner, and again at every attempt, which
/// is what protects: what a name resolves to may have changed in between.
///
/// A look-up blocks in native code and cannot be interrupted. On a virtual thread it would hold a
/// carrier, and as many of them as there are processors would stop every delivery; so look-ups have
/// platform threads of their own. At most [#LOOK_UPS] are under way at once, abandoned ones
/// included; a look-up beyond them is refused, which says nothing of its receiver. Safe for several
/// threads.
public final class ReceiverVetting implements AutoCloseable {
  /// How long a look-up is waited for.
  public static final Duration STANDARD_LIMIT = Duration.ofSeconds(3);

  /// Several batches' worth of names whose name servers are all silent.
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

  /// What a receiver's URL leads to.
  public sealed interface Judgement {
    /// The addresses that may be connected to, to be tried in this order; never none.
    record Allowed(List<InetAddress> addresses) implements Judgement {
      public Allowed {
        addresses = List.copyOf(addresses);
      }
    }

    /// We may not call there; `reason` is the beginning of a sentence, as in "the URL must be
    /// https", and names no address inside our own network. A configuration with such a URL is not
    /// saved.
    record Refused(String reason) implements Judgement {}

    /// The name has no address now, or none was found in time. A configuration with such a URL can
    /// be saved all the same, since a receiver may be set up before its name; an attempt fails.
    record Unresolved(String reason) implements Judgement {}
  }

  /// Judges a URL after at most one look-up, which is waited for no longer than `limit`.
  ///
  /// @throws RejectedExecutionException if [#LOOK_UPS] look-ups are under way: a limit of this
  ///   process, and no fault of the receiver
  /// @throws InterruptedException if this thread is interrupted
  public Judgement vet(ReceiverUrl url, Duration limit) throws InterruptedException {
    Optional<String> refusal = url.refusal(guard.rules());
    if (refusal.isPresent()) {
      return new Judgement.Refused("the URL " + refusal.get());
    }
    return judge(lookUp(url.host()), limit);
  }

  /// One for all who ask for a name at the same time: many attempts for a receiver with a slow name
  /// server take one place.
  private Future<List<InetAddress>> lookUp(String host) {
    try {
      return underWay.computeIfAbsent(host, name -> lookUps.submit(() -> resolved(name)));
    } catch (RejectedExecutionException e) {
      throw new RejectedExecutionException(LOOK_UPS + " look-ups of names are under way", e);
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
