package io.cdrwebhooks.dispatch.exchange;

import io.cdrwebhooks.answer.AttemptTimings;
import io.cdrwebhooks.aws.OnDemand;
import io.cdrwebhooks.delivery.WebhookRequest;
import io.cdrwebhooks.receiver.NameResolver;
import io.cdrwebhooks.receiver.ReceiverRules;
import io.cdrwebhooks.receiver.ReceiverVetting;
import io.cdrwebhooks.receiver.ReceiverVetting.Judgement;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;

/// Makes one bounded HTTP exchange with a receiver: a vetted address, one POST, at most 16 KiB of
/// the answer.
///
/// It repeats no request, follows no redirect, decompresses nothing and keeps no cookies. No
/// receiver can block a thread beyond [ExchangeLimits#whole]: a timer closes the connection,
/// however slowly the answer arrives. Thread-safe.
public final class ReceiverExchange implements Receivers, AutoCloseable {
  private final ReceiverVetting receivers;
  private final AddressExchange connections;
  private final ExchangeLimits limits;
  private final InstantSource clock;
  private final EgressWatch egress;

  ReceiverExchange(
      ReceiverVetting receivers,
      ReceiverHttp http,
      ExchangeLimits limits,
      EgressWatch egress,
      InstantSource clock) {
    this.receivers = receivers;
    this.connections = new AddressExchange(http, limits, clock);
    this.egress = egress;
    this.limits = limits;
    this.clock = clock;
  }

  /// Creates the production exchange: the platform's trust store and resolver, the standard limits.
  /// Without a canary, many hosts must fail before a fault counts as ours.
  public static ReceiverExchange create(ReceiverRules rules, InstantSource clock) {
    return create(rules, ExchangeLimits.STANDARD, Optional.empty(), clock);
  }

  /// `canary` is an address that is always reachable unless our egress, DNS or trust store is
  /// broken.
  public static ReceiverExchange create(
      ReceiverRules rules, ExchangeLimits limits, Optional<URI> canary, InstantSource clock) {
    return new ReceiverExchange(
        new ReceiverVetting(rules, NameResolver.system()),
        ReceiverHttp.create(limits),
        limits,
        new EgressWatch(canary.map(ReceiverExchange::canary), clock),
        clock);
  }

  private static EgressWatch.Canary canary(URI address) {
    return new EgressCanary(
        address, new OnDemand<>(ReceiverHttp::platformTrust), NameResolver.system());
  }

  @Override
  public Duration longest() {
    return limits.whole();
  }

  @Override
  public ExchangeResult post(WebhookRequest request) throws InterruptedException {
    Instant begunAt = clock.instant();
    long begun = System.nanoTime();
    String host = request.url().host();
    return switch (vet(request)) {
      case Judgement.Allowed(List<InetAddress> addresses) ->
          egress.unlessOurFault(host, begunAt, postToFirstThatConnects(request, addresses, begun));
      case Judgement.Refused(String reason) -> new ExchangeResult.Blocked(reason);
      case Judgement.Unresolved(String reason) ->
          egress.unlessOurFault(
              host,
              begunAt,
              new ExchangeResult.Unreachable(Optional.empty(), reason, AttemptTimings.NONE));
    };
  }

  private Judgement vet(WebhookRequest request) throws InterruptedException {
    try {
      return receivers.vet(request.url(), limits.resolve());
    } catch (RejectedExecutionException e) {
      throw new OurFaultException(
          "too many names are looked up at once: " + request.url().host(), e);
    }
  }

  private ExchangeResult postToFirstThatConnects(
      WebhookRequest request, List<InetAddress> addresses, long begun) {
    Duration resolve = since(begun);
    Optional<ExchangeResult> result = Optional.empty();
    for (InetAddress address : addresses) {
      Duration left = limits.whole().minus(since(begun));
      if (!left.isPositive()) {
        break;
      }
      AddressExchange.Try tried = connections.post(request, address, left, new PhaseTimes(resolve));
      result = Optional.of(tried.result());
      if (!tried.failedToConnect()) {
        break;
      }
    }
    return result.orElseGet(
        () ->
            new ExchangeResult.Unreachable(
                Optional.empty(), limits.tooLate(), new PhaseTimes(resolve).timings()));
  }

  /// Measures with the monotonic clock, because the wall clock may be adjusted during an exchange.
  private static Duration since(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  @Override
  public void close() throws IOException {
    receivers.close();
    connections.close();
  }
}
