package io.cdrwebhooks.local.attack;

import io.cdrwebhooks.configapi.http.Route;
import io.cdrwebhooks.link.CallbackUrls;
import io.cdrwebhooks.local.attack.RawHttp.Answer;
import io.cdrwebhooks.receiverrequest.ReceiverRequestHandler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Looks for an answer that a browser may sniff, frame, run or send on: each answer of the API, of
/// links and of pages must have the headers that keep it from that.
record HeaderAttacks(RawHttp http, String bearer) {
  private static final Pattern ASSET = Pattern.compile("(?:src|href)=\"(/[^\"]+)\"");

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
    for (String path :
        List.of("/nothing", "/local/login", "/local/console-links", "/.well-known/jwks.json")) {
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

  private static void sniffed(String what, Answer answer, Attempts attempts) {
    attempts.made(what, answer.header("X-Content-Type-Options").orElse("").equals("nosniff"));
  }

  /// The pages, all that they load, and the answers for what is missing.
  private void pages(Attempts attempts) throws IOException {
    List<String> paths =
        new ArrayList<>(
            List.of(
                "/",
                "/console",
                "/console/",
                "/console/tasks",
                "/console/x.y",
                "/docs/",
                "/docs/x"));
    for (String page : List.of("/console/", "/docs/")) {
      Matcher asset = ASSET.matcher(http.send("GET", page).body());
      while (asset.find()) {
        paths.add(asset.group(1));
      }
    }
    for (String path : paths) {
      for (String method : List.of("GET", "HEAD", "POST")) {
        Answer answer = http.send(method, path);
        String what = method + " " + path;
        sniffed(what, answer, attempts);
        String policy = answer.header("Content-Security-Policy").orElse("");
        attempts.made(what + ": policy", isStrict(policy));
        attempts.made(
            what + ": opener",
            answer.header("Cross-Origin-Opener-Policy").orElse("").equals("same-origin"));
        attempts.made(
            what + ": referrer", answer.header("Referrer-Policy").orElse("").equals("no-referrer"));
      }
    }
  }

  private static boolean isStrict(String policy) {
    return policy.contains("default-src 'none'")
        && policy.contains("frame-ancestors 'none'")
        && !policy.contains("unsafe-eval")
        && !policy.contains("script-src *");
  }
}
