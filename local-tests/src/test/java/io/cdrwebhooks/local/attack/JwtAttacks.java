package io.cdrwebhooks.local.attack;

import io.cdrwebhooks.configapi.http.Route;
import io.cdrwebhooks.local.attack.RawHttp.Answer;
import io.cdrwebhooks.local.token.TestTokens;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Attacks on the tokens of the API: forged, changed, of others, out of time, and without the scope
/// that an operation needs. `tokens` has the key of the system's issuer.
record JwtAttacks(RawHttp http, TestTokens tokens, Random random) {
  private static final String TASKS = Route.BASE + "/cdr-tasks";
  private static final String SOME_ID = "cfg_00000000000000000000000000000000";

  void run(Attempts attempts) throws IOException {
    attempts.begin("tokens of the API", "only a token of the issuer with the scope opens the API");
    attempts.control("a valid token opens it", get(tokens.valid()).status() == 200);
    for (Map.Entry<String, String> forged : tokens.forged().entrySet()) {
      attempts.made(forged.getKey(), get(forged.getValue()).isRefusal());
    }
    for (int i = 0; i < 40; i++) {
      attempts.made("a changed character", get(changed()).isRefusal());
    }
    for (String scope : List.of("", "webhooks", "webhooks/*", "WEBHOOKS/READ", "webhooks/write")) {
      attempts.made("scope " + scope, get(tokens.ofScope(scope)).isRefusal());
    }
    for (String header : List.of("Cookie: token=", "X-Authorization: Bearer ", "X-Api-Key: ")) {
      attempts.made(header, http.send("GET", TASKS, header + tokens.valid()).isRefusal());
    }
    attempts.made(
        "a token in the query",
        http.send("GET", TASKS + "?access_token=" + tokens.valid()).isRefusal());
    String twice = "Authorization: Bearer " + tokens.valid();
    attempts.made("two tokens", http.send("GET", TASKS, twice, twice).isRefusal());
    operations(attempts);
    paths(attempts);
  }

  private Answer get(String token) throws IOException {
    return http.send("GET", TASKS, "Authorization: Bearer " + token);
  }

  /// A valid token with one changed character before the end of its signature.
  private String changed() {
    StringBuilder token = new StringBuilder(tokens.valid());
    int at = random.nextInt(token.length() - 1);
    token.setCharAt(at, token.charAt(at) == 'A' ? 'B' : 'A');
    return token.toString();
  }

  /// Asks each operation without a token, and each that changes something with a token to read.
  private void operations(Attempts attempts) throws IOException {
    String read = "Authorization: Bearer " + tokens.ofScope("webhooks/read");
    attempts.control("a token to read reads", http.send("GET", TASKS, read).status() == 200);
    for (Route route : Route.values()) {
      String path = Route.BASE + route.template().replaceAll("\\{\\w+}", SOME_ID);
      attempts.made(route + " without a token", http.send(route.method(), path).isRefusal());
      if (route.changes()) {
        Answer answer = http.send(route.method(), path, read, "X-HTTP-Method-Override: GET");
        attempts.made(route + " with a token to read", answer.status() == 403);
      }
    }
    for (String path : List.of("/local/console-links", "/local/sample-reports")) {
      attempts.made(path, http.send("POST", path).status() == 401);
      attempts.made(path + " with a token to read", http.send("POST", path, read).status() == 403);
    }
  }

  /// Spellings of a guarded path, without a token.
  private void paths(Attempts attempts) throws IOException {
    for (String path :
        List.of(
            Route.BASE + "/cdr-tasks/",
            Route.BASE + "//cdr-tasks",
            "/" + TASKS,
            "/./" + TASKS,
            Route.BASE + "/health/../cdr-tasks",
            Route.BASE + "/health/%2e%2e/cdr-tasks",
            Route.BASE + "/health;/../cdr-tasks",
            Route.BASE + "/CDR-TASKS",
            Route.BASE + "/%63dr-tasks",
            Route.BASE + "/cdr-download-files/../cdr-tasks",
            Route.BASE + "/cdr-download-files/%2e%2e%2fcdr-tasks",
            "http://127.0.0.1" + TASKS,
            "/console/.." + TASKS,
            "/docs/../.." + TASKS,
            "/console/..%2f..%2fetc%2fpasswd",
            "/console/%2e%2e/%2e%2e/pom.xml",
            "/docs/..\\..\\pom.xml")) {
      Answer answer = http.send("GET", path);
      attempts.made(path, answer.isRefusal() || answer.body().contains("<!doctype html"));
    }
  }
}
