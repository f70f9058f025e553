package io.cdrwebhooks.local.attack;

import io.cdrwebhooks.link.AccessToken;
import io.cdrwebhooks.link.CallbackUrls;
import io.cdrwebhooks.link.SecondFactor;
import io.cdrwebhooks.local.attack.RawHttp.Answer;
import io.cdrwebhooks.receiver.AddressBlock;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;

/// Attacks on download links: texts that are no token, tokens that open nothing, other methods,
/// links that need more than their token, and changes to the address of a report.
record LinkAttacks(Target target, Random random) {
  private static final String PATH = CallbackUrls.PATH;

  void run(Attempts attempts) throws IOException {
    attempts.begin("download links", "only GET or HEAD with a valid token leads to a report");
    Instant end = Instant.now().plus(Duration.ofHours(1));
    String token = target.issueLink(end, false, new SecondFactor.None());
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
    made(
        "a revoked token",
        "GET",
        PATH + target.issueLink(end, true, new SecondFactor.None()),
        attempts);
    Instant before = Instant.now().minusSeconds(2);
    made(
        "an expired token",
        "GET",
        PATH + target.issueLink(before, false, new SecondFactor.None()),
        attempts);
    methods(token, attempts);
    secondFactors(end, attempts);
    addresses(URI.create(valid.header("Location").orElseThrow()), attempts);
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

  private void secondFactors(Instant end, Attempts attempts) throws IOException {
    String signed =
        target.issueLink(end, false, new SecondFactor.SignedUrl(List.of("0".repeat(64))));
    String elsewhere =
        target.issueLink(
            end, false, new SecondFactor.FromNetworks(List.of(AddressBlock.of("203.0.113.0/24"))));
    for (String value : List.of("", "x", "0".repeat(64), ",", ",,,", "0".repeat(64) + ",x")) {
      made(
          "a link without its signature",
          "GET",
          PATH + signed,
          attempts,
          "X-CDR-Signature: " + value);
    }
    for (String name :
        List.of(
            "X-Forwarded-For", "Forwarded", "X-Real-IP", "Client-IP", "True-Client-IP", "Via")) {
      made("a link from elsewhere", "GET", PATH + elsewhere, attempts, name + ": 203.0.113.7");
      made("a link from elsewhere", "HEAD", PATH + elsewhere, attempts, name + ": for=203.0.113.7");
    }
  }

  /// Changes the address of the report in each of its parts.
  private static void addresses(URI location, Attempts attempts) throws IOException {
    RawHttp store = RawHttp.of(location);
    String path = location.getRawPath();
    String query = location.getRawQuery();
    attempts.control(
        "the report's address is signed", store.send("GET", path + "?" + query).status() == 404);
    attempts.made("another report", store.send("GET", path + "x?" + query).status() == 403);
    attempts.made("the bucket", store.send("GET", "/cdr-reports?" + query).status() == 403);
    for (String method : List.of("PUT", "DELETE", "POST")) {
      int status = store.send(method, path + "?" + query).status();
      attempts.made(
          method + " of a report's address", status >= 400 && status < 500 && status != 404);
    }
    for (String parameter : query.split("&")) {
      String changed = query.replace(parameter, parameter + "1");
      attempts.made(
          "a changed " + parameter.split("=")[0],
          store.send("GET", path + "?" + changed).status() != 200
              && store.send("GET", path + "?" + changed).status() != 404);
    }
  }
}
