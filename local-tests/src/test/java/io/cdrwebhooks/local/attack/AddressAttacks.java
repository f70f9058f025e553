package io.cdrwebhooks.local.attack;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdrwebhooks.configapi.http.Route;
import io.cdrwebhooks.delivery.WebhookRequest;
import io.cdrwebhooks.dispatch.exchange.ExchangeLimits;
import io.cdrwebhooks.dispatch.exchange.ExchangeResult;
import io.cdrwebhooks.dispatch.exchange.OurFaultException;
import io.cdrwebhooks.dispatch.exchange.ReceiverExchange;
import io.cdrwebhooks.receiver.AddressSpellings;
import io.cdrwebhooks.receiver.NameResolver;
import io.cdrwebhooks.receiver.ReceiverRules;
import io.cdrwebhooks.receiver.ReceiverUrl;
import io.cdrwebhooks.receiver.ReceiverUrl.Reading;
import io.cdrwebhooks.receiver.ReceiverVetting;
import io.cdrwebhooks.receiver.ReceiverVetting.Judgement;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/// Attacks on the rule that receivers are on the public internet: each spelling of addresses that
/// are not, when a configuration is saved and when dispatch connects.
record AddressAttacks(ReceiverRules rules, Random random) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final InetAddress PUBLIC = InetAddress.ofLiteral("93.184.215.14");

  /// Names that are not addresses, but lead into the network.
  private static final List<String> NAMES =
      List.of("localhost", "LOCALHOST", "localhost.", "0", "[::1]", "[::]", "[fe80::1]");

  /// Saves a configuration with each URL. One whose host has no address can be saved, since each
  /// attempt judges its addresses then.
  void saving(Target target, Attempts attempts) throws IOException {
    attempts.begin("addresses, saved", "no URL of a private address is saved");
    attempts.control("a public address is saved", save(target, "https://93.184.215.14/x") == 201);
    for (InetAddress address : AddressSpellings.privateAddresses()) {
      UnaryOperator<String> spelling = anyOf(AddressSpellings.ALL);
      List<String> hosts =
          List.of(
              address.getHostAddress(),
              spelling.apply(address.getHostAddress()),
              anyOf(AddressSpellings.ALL).apply(address.getHostAddress()));
      for (String host : hosts) {
        saved(target, "https://" + host + "/", host, attempts);
      }
    }
    for (UnaryOperator<String> spelling : AddressSpellings.ALL) {
      for (String address : List.of("127.0.0.1", "169.254.169.254")) {
        String host = spelling.apply(address);
        saved(target, "https://" + host + "/", host, attempts);
      }
    }
    for (String url :
        List.of(
            "http://93.184.215.14/",
            "https://93.184.215.14:22/",
            "https://user@93.184.215.14/",
            "https://93.184.215.14@127.0.0.1/",
            "https://93.184.215.14#@127.0.0.1/",
            "https://127.0.0.1\\@93.184.215.14/",
            "file:///etc/passwd",
            "gopher://127.0.0.1/",
            "https:127.0.0.1",
            "//127.0.0.1/",
            " https://127.0.0.1/")) {
      attempts.made(url, save(target, url) != 201);
    }
  }

  private static void saved(Target target, String url, String host, Attempts attempts)
      throws IOException {
    boolean saved = save(target, url) == 201;
    attempts.made(url, !saved || !leadsInside(host));
  }

  /// Asks the resolver alone, not the guard.
  private static boolean leadsInside(String host) {
    try {
      String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
      return NameResolver.system().resolve(bare).stream().anyMatch(AddressSpellings::isPrivate);
    } catch (UnknownHostException _) {
      return false;
    }
  }

  private static int save(Target target, String url) throws IOException {
    String body =
        JSON.createObjectNode()
            .put("name", "Of " + System.nanoTime())
            .put("url", url)
            .put("signature", "0123456789 abcdefghij and more")
            .toString();
    return target
        .http
        .send(
            "POST",
            Route.BASE + "/webhook-configurations",
            body.getBytes(StandardCharsets.UTF_8),
            target.bearer(),
            "Content-Type: application/json")
        .status();
  }

  /// Connects to a listener on this machine by each spelling of its address. `AddressGuardTest` has
  /// names that resolve to private addresses.
  void connecting(Attempts attempts) throws IOException, InterruptedException {
    attempts.begin("addresses, called", "no private address gets a connection");
    attempts.control("a public address may be called", mayBeCalled());
    AtomicInteger connections = new AtomicInteger();
    try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        ReceiverExchange exchange =
            ReceiverExchange.create(rules, LIMITS, InstantSource.system())) {
      Thread.ofVirtual().start(() -> accept(listener, connections));
      for (UnaryOperator<String> spelling : AddressSpellings.ALL) {
        called(exchange, spelling.apply("127.0.0.1"), listener, connections, attempts);
      }
      for (String name : NAMES) {
        called(exchange, name, listener, connections, attempts);
      }
    }
  }

  private static final ExchangeLimits LIMITS =
      new ExchangeLimits(
          Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(3), false);

  private boolean mayBeCalled() throws InterruptedException {
    ReceiverUrl url = ((Reading.Read) ReceiverUrl.parse("https://receiver.example/")).url();
    try (ReceiverVetting vetting = new ReceiverVetting(rules, _ -> List.of(PUBLIC))) {
      return vetting.vet(url, LIMITS.resolve()) instanceof Judgement.Allowed;
    }
  }

  private static void called(
      ReceiverExchange exchange,
      String host,
      ServerSocket listener,
      AtomicInteger connections,
      Attempts attempts)
      throws InterruptedException {
    int before = connections.get();
    for (String scheme : List.of("https", "http")) {
      String url = scheme + "://" + host + ":" + listener.getLocalPort() + "/";
      if (ReceiverUrl.parse(url) instanceof Reading.Read(ReceiverUrl read)) {
        attempts.made(url, !isAnswered(exchange, read) && connections.get() == before);
      } else {
        attempts.made(url, true);
      }
    }
  }

  private static boolean isAnswered(ReceiverExchange exchange, ReceiverUrl url)
      throws InterruptedException {
    try {
      return exchange.post(new WebhookRequest(url, new LinkedHashMap<>(), new byte[] {'{', '}'}))
          instanceof ExchangeResult.Answered;
    } catch (OurFaultException _) {
      return false; // Many names that do not resolve look like a fault of our DNS.
    }
  }

  private static void accept(ServerSocket listener, AtomicInteger connections) {
    while (!listener.isClosed()) {
      try {
        listener.accept().close();
        connections.incrementAndGet();
      } catch (IOException _) {
        return; // closed
      }
    }
  }

  private <T> T anyOf(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
