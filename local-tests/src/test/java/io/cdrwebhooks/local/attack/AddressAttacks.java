package io.cdrwebhooks.local.attack;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdrwebhooks.configapi.http.Route;
import io.cdrwebhooks.receiver.AddressSpellings;
import io.cdrwebhooks.receiver.NameResolver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/// Attacks on the rule that receivers are on the public internet: each spelling of addresses that
/// are not, when a configuration is saved.
record AddressAttacks(Target target, Random random) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Saves a configuration with each URL. One whose host has no address can be saved, since each
  /// attempt judges its addresses then.
  void run(Attempts attempts) throws IOException {
    attempts.begin("addresses", "no URL of a private address is saved");
    attempts.control("a public address is saved", save("https://93.184.215.14/x") == 201);
    for (InetAddress address : AddressSpellings.privateAddresses()) {
      for (UnaryOperator<String> spelling :
          List.of(UnaryOperator.<String>identity(), any(), any())) {
        String host = spelling.apply(address.getHostAddress());
        boolean saved = save("https://" + host + "/") == 201;
        attempts.made(host, !saved || !leadsInside(host));
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
      attempts.made(url, save(url) != 201);
    }
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

  private int save(String url) throws IOException {
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

  private UnaryOperator<String> any() {
    return AddressSpellings.ALL.get(random.nextInt(AddressSpellings.ALL.size()));
  }
}
