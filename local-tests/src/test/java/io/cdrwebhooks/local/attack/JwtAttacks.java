package io.cdrwebhooks.local.attack;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JWSAlgorithm;
import io.cdrwebhooks.configapi.http.Route;
import io.cdrwebhooks.local.attack.RawHttp.Answer;
import io.cdrwebhooks.local.token.TestTokens;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
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
    for (Map.Entry<String, String> forged : forged().entrySet()) {
      attempts.made(forged.getKey(), get(forged.getValue()).isRefusal());
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

  private Map<String, String> forged() {
    Map<String, String> forged = new LinkedHashMap<>();
    String[] parts = tokens.valid().split("\\.");
    forged.put("no token", "");
    forged.put("garbage", "a.b.c");
    forged.put("unsigned", tokens.unsigned());
    for (String none : List.of("none", "None", "NONE", "nOnE", "", "HS256", "RS256 ", "ES256")) {
      String header = base64("{\"alg\":\"" + none + "\"}");
      forged.put("alg " + none, header + "." + parts[1] + ".");
      forged.put("alg " + none + ", signed", header + "." + parts[1] + "." + parts[2]);
    }
    for (String more :
        List.of(
            "\"kid\":\"../../dev/null\"",
            "\"kid\":\"x' OR '1'='1\"",
            "\"jku\":\"http://127.0.0.1/keys\"",
            "\"x5u\":\"http://127.0.0.1/cert\"",
            "\"jwk\":{\"kty\":\"oct\",\"k\":\"AA\"}",
            "\"crit\":[\"b64\"],\"b64\":false",
            "\"zip\":\"DEF\"",
            "\"alg\":\"none\"")) {
      String header = base64("{\"alg\":\"RS256\"," + more + "}");
      forged.put("header " + more, header + "." + parts[1] + "." + parts[2]);
    }
    forged.put("key of a stranger", tokens.ofStranger());
    forged.put("public key as secret", tokens.ofPublicKeyAsSecret());
    forged.put("unknown key", tokens.ofKeyId("another"));
    forged.put("no key id", tokens.ofKeyId(null));
    for (JWSAlgorithm algorithm :
        List.of(
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512)) {
      forged.put("" + algorithm, tokens.by(algorithm));
    }
    claims(forged);
    for (int i = 0; i < 40; i++) {
      byte[] token = tokens.valid().getBytes(UTF_8);
      int at = random.nextInt(token.length - 1);
      token[at] = (byte) (token[at] == 'A' ? 'B' : 'A');
      forged.put("changed at " + at + ", " + i, new String(token, UTF_8));
    }
    return forged;
  }

  private void claims(Map<String, String> forged) {
    Date past = Date.from(Instant.now().minusSeconds(1));
    Date future = Date.from(Instant.now().plusSeconds(600));
    forged.put("expired", tokens.with(claims -> claims.expirationTime(past)));
    forged.put("no end", tokens.with(claims -> claims.expirationTime(null)));
    forged.put("end is a word", tokens.with(claims -> claims.claim("exp", "soon")));
    forged.put("end is out of time", tokens.with(claims -> claims.claim("exp", 1e300)));
    forged.put("not yet", tokens.with(claims -> claims.notBeforeTime(future)));
    forged.put("issued in the future", tokens.with(claims -> claims.issueTime(future)));
    forged.put("issuer", tokens.with(claims -> claims.issuer("https://issuer.example/")));
    forged.put("no issuer", tokens.with(claims -> claims.issuer(null)));
    forged.put("audience", tokens.with(claims -> claims.audience("others")));
    forged.put("no audience", tokens.with(claims -> claims.audience((String) null)));
    forged.put(
        "client for audience",
        tokens.with(claims -> claims.audience("others").claim("client_id", TestTokens.AUDIENCE)));
    for (String scope :
        List.of(
            "",
            "openid",
            "webhooks",
            "webhooks/",
            "webhooks/*",
            "webhooks/rea",
            "webhooks/reader",
            "WEBHOOKS/READ",
            "[webhooks/read]",
            "webhooks/read,webhooks/write",
            "webhooks/write")) {
      forged.put("scope " + scope, tokens.ofScope(scope));
    }
    forged.put("scope in a map", tokens.with(c -> c.claim("scope", Map.of("webhooks/read", true))));
    forged.put("scope true", tokens.with(claims -> claims.claim("scope", true)));
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

  private static String base64(String json) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
  }
}
