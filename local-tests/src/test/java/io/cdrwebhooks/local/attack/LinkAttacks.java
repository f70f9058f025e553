package io.cdrwebhooks.local.attack;

import io.cdrwebhooks.link.AccessToken;
import io.cdrwebhooks.link.CallbackUrls;
import io.cdrwebhooks.local.attack.RawHttp.Answer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;

/// Attacks on download links: texts that are no token, tokens that open nothing, and other methods.
record LinkAttacks(Target target, Random random) {
  private static final String PATH = CallbackUrls.PATH;

  void run(Attempts attempts) throws IOException {
    attempts.begin("download links", "only GET or HEAD with a valid token leads to a report");
    Instant end = Instant.now().plus(Duration.ofHours(1));
    String token = target.issueLink(end, false);
    Answer valid = target.http.send("GET", PATH + token);
    attempts.control("a valid token is redirected", valid.status() == 302);
    for (String text : notTheToken(token)) {
      made("a text like a token", "GET", PATH + text, attempts);
    }
    for (int i = 0; i < 40; i++) {
      made(
          "a token at random",
          "GET",
          PATH + new UUID(random.nextLong(), random.nextLong()),
          attempts);
      made("a made up token", "GET", PATH + UUID.randomUUID(), attempts);
    }
    made("a revoked token", "GET", PATH + target.issueLink(end, true), attempts);
    Instant before = Instant.now().minusSeconds(2);
    made("an expired token", "GET", PATH + target.issueLink(before, false), attempts);
    methods(token, attempts);
  }

  private List<String> notTheToken(String token) {
    List<String> texts =
        new ArrayList<>(
            List.of(
                "",
                "/",
                ".",
                "..",
                "%2e%2e/health",
                "*",
                "null",
                "%00",
                "' OR 1=1",
                "{\"ne\":1}",
                "#",
                token.toUpperCase(Locale.ROOT),
                token.replace("-", ""),
                "{" + token + "}",
                token + "/",
                "/" + token,
                token + "%00",
                token + "%20",
                token + "%0d%0aX:%20y",
                token + ";a=b",
                token + ".zip",
                "../cdr-download-files/" + token,
                target.attacked.delivery().value(),
                target.attacked.configuration().value(),
                AccessToken.hashIfToken(token).orElseThrow().toString(),
                "x".repeat(4_000)));
    for (int at = 0; at < token.length(); at++) {
      char digit = token.charAt(at) == 'a' ? 'b' : 'a';
      texts.add(token.substring(0, at) + digit + token.substring(at + 1));
      texts.add(token.substring(0, at) + token.substring(at + 1));
    }
    return texts.stream().map(text -> text.replace(" ", "%20")).toList();
  }

  private void made(String what, String method, String path, Attempts attempts, String... headers)
      throws IOException {
    attempts.made(what, target.http.send(method, path, headers).isRefusal());
  }

  private void methods(String token, Attempts attempts) throws IOException {
    for (String method :
        List.of("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "get", "GETX")) {
      made(method, method, PATH + token, attempts);
      made(method + " as GET", method, PATH + token, attempts, "X-HTTP-Method-Override: GET");
    }
  }
}
