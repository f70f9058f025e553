package io.cdrwebhooks.local.attack;

import io.cdrwebhooks.configapi.http.Route;
import io.cdrwebhooks.link.CallbackUrls;
import io.cdrwebhooks.local.attack.RawHttp.Answer;
import io.cdrwebhooks.receiverrequest.ReceiverRequestHandler;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Looks for an answer that a browser may sniff, frame, run or send on: each answer of the API, of
/// links and of pages must have the headers that keep it from that.
record HeaderAttacks(RawHttp http, String bearer) {
  /// Not the system's own list, so that a header cannot be lost in both.
  private static final Map<String, String> WANTED =
      Map.of(
          "Cache-Control", "no-store",
          "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
          "Referrer-Policy", "no-referrer",
          "Strict-Transport-Security", "max-age=31536000",
          "X-Content-Type-Options", "nosniff");

  void run(Attempts attempts) throws IOException {
    attempts.begin("headers", "each answer tells browsers not to sniff, frame, run or send it on");
    attempts.control(
        "the console answers", http.send("GET", "/console/").body().startsWith("<!doctype html"));
    for (Route route : Route.values()) {
      String path = Route.BASE + route.template().replaceAll("\\{\\w+}", "1");
      guarded(route + "", http.send(route.method(), path, bearer), attempts);
      guarded(route + " without a token", http.send(route.method(), path), attempts);
    }
    String link = CallbackUrls.PATH;
    guarded("health", http.send("GET", Route.BASE + Route.HEALTH), attempts);
    for (String method : List.of("GET", "HEAD", "POST", "OPTIONS")) {
      guarded("link by " + method, http.send(method, link + UUID.randomUUID()), attempts);
      guarded("no link by " + method, http.send(method, link + "x"), attempts);
    }
    guarded("request", http.send("POST", ReceiverRequestHandler.PATH), attempts);
    for (String path : List.of("/nothing", "/local/login", "/local/console-links")) {
      guarded("GET " + path, http.send("GET", path), attempts);
      guarded("POST " + path, http.send("POST", path), attempts);
    }
    pages(attempts);
  }

  /// An answer of a function, or of the gateway in its place.
  private static void guarded(String what, Answer answer, Attempts attempts) {
    for (Map.Entry<String, String> header : WANTED.entrySet()) {
      attempts.made(
          what + ": " + header.getKey(),
          answer.status() > 0
              && answer.header(header.getKey()).equals(Optional.of(header.getValue())));
    }
  }

  /// The pages, and the answers for what is missing.
  private void pages(Attempts attempts) throws IOException {
    for (String path : List.of("/", "/console/", "/console/tasks", "/console/x.y", "/docs/")) {
      Answer answer = http.send("GET", path);
      attempts.made(
          path + ": sniffed",
          answer.header("X-Content-Type-Options").equals(Optional.of("nosniff")));
      attempts.made(
          path + ": policy", isStrict(answer.header("Content-Security-Policy").orElse("")));
    }
  }

  private static boolean isStrict(String policy) {
    return policy.contains("default-src 'none'")
        && policy.contains("frame-ancestors 'none'")
        && !policy.contains("unsafe-eval")
        && !policy.contains("script-src *");
  }
}
