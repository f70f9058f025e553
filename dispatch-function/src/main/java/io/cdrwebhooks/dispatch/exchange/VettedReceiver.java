package io.cdrwebhooks.dispatch.exchange;

import io.cdrwebhooks.configuration.AddressGuard;
import io.cdrwebhooks.configuration.ReceiverRules;
import io.cdrwebhooks.configuration.ReceiverUrl;
import io.cdrwebhooks.delivery.AttemptTimings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Finds out where a receiver may be connected to: rules of the deployment, one resolution, the
/// guard.
///
/// A look-up blocks in native code and cannot be interrupted. On a virtual thread it would hold a
/// carrier, and as many of them as there are processors would stop every delivery; so look-ups have
/// platform threads of their own. At most [#LOOK_UPS] are under way at once, those that nobody
/// waits for any more included; a name that comes on top of them is not looked up.
final class VettedReceiver implements AutoCloseable {
  /// Several batches' worth of names whose name servers are all silent.
  static final int LOOK_UPS = 64;

  private static final Duration IDLE = Duration.ofSeconds(30);

  private final ReceiverRules rules;
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

  VettedReceiver(ReceiverRules rules, NameResolver resolver) {
    this.rules = rules;
    this.guard = new AddressGuard(rules);
    this.resolver = resolver;
  }

  /// Addresses to try in turn, or why there are none.
  sealed interface Vetting {
    record Vetted(List<InetAddress> addresses) implements Vetting {}

    record Stopped(ExchangeResult result) implements Vetting {}
  }

  Vetting vet(ReceiverUrl url, Duration limit) throws InterruptedException {
    Optional<String> refusal = url.refusal(rules);
    if (refusal.isPresent()) {
      return blocked("the URL " + refusal.get());
    }
    Future<List<InetAddress>> lookUp;
    try {
      lookUp = lookUps.submit(() -> resolver.resolve(url.host()));
    } catch (RejectedExecutionException e) {
      return unreachable("the name was not resolved: too many others are waited for");
    }
    try {
      return judge(lookUp, limit);
    } finally {
      lookUp.cancel(true); // nobody waits for it any more; the thread is free when it returns
    }
  }

  private Vetting judge(Future<List<InetAddress>> lookUp, Duration limit)
      throws InterruptedException {
    try {
      return switch (guard.vet(lookUp.get(limit.toMillis(), TimeUnit.MILLISECONDS))) {
        case AddressGuard.Verdict.Allowed(List<InetAddress> addresses) ->
            new Vetting.Vetted(addresses);
        case AddressGuard.Verdict.Refused(String reason) -> blocked(reason);
      };
    } catch (TimeoutException e) {
      return unreachable("the name was not resolved within " + limit.toMillis() + " ms");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownHostException) {
        return unreachable("the name could not be resolved");
      }
      throw new CompletionException(e.getCause());
    }
  }

  @Override
  public void close() {
    lookUps.shutdownNow();
  }

  private static Vetting blocked(String reason) {
    return new Vetting.Stopped(new ExchangeResult.Blocked(reason));
  }

  private static Vetting unreachable(String reason) {
    return new Vetting.Stopped(
        new ExchangeResult.Unreachable(Optional.empty(), reason, AttemptTimings.NONE));
  }
}
