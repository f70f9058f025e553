package io.cdrwebhooks.dispatch.exchange;

import io.cdrwebhooks.configuration.AddressGuard;
import io.cdrwebhooks.configuration.ReceiverRules;
import io.cdrwebhooks.configuration.ReceiverUrl;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Finds out where a receiver may be connected to: rules of the deployment, one resolution, the
/// guard.
final class VettedReceiver {
  private final ReceiverRules rules;
  private final AddressGuard guard;
  private final NameResolver resolver;
  // A look-up cannot be interrupted: one that hangs keeps its own thread, not the delivery's.
  private final ExecutorService lookUps = Executors.newVirtualThreadPerTaskExecutor();

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
    Future<List<InetAddress>> lookUp = lookUps.submit(() -> resolver.resolve(url.host()));
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

  private static Vetting blocked(String reason) {
    return new Vetting.Stopped(new ExchangeResult.Blocked(reason));
  }

  private static Vetting unreachable(String reason) {
    return new Vetting.Stopped(new ExchangeResult.Unreachable(Optional.empty(), reason));
  }
}
