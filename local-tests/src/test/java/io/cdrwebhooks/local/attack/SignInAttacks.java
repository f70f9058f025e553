package io.cdrwebhooks.local.attack;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cdrwebhooks.local.attack.RawHttp.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Attacks on the code in a console link, which opens the API once, within a quarter of an hour.
record SignInAttacks(Target target, Random random) {
  private static final String LOGIN = "/local/login";
  private static final String JSON = "Content-Type: application/json";

  void run(Attempts attempts) throws IOException, InterruptedException {
    attempts.begin("sign-in", "a code opens the API once, in time, from our own page alone");
    String used = code();
    attempts.control("a code opens it", login(used).status() == 200);
    attempts.made("a used code", login(used).isRefusal());
    for (String code : notTheCode(code())) {
      attempts.made("a wrong code", login(code).isRefusal());
    }
    String late = code();
    target.isAhead(Duration.ofMinutes(16));
    attempts.made("a late code", login(late).isRefusal());
    target.isAhead(Duration.ZERO);
    shapes(attempts);
    race(attempts);
  }

  private String code() {
    String link = target.system.consoleLink().toString();
    String code = link.substring(link.indexOf('=') + 1);
    target.secrets.add(code);
    return code;
  }

  private List<String> notTheCode(String code) {
    List<String> codes =
        new ArrayList<>(
            List.of("", " ", "null", "*", "%", code + " ", " " + code, code + "=", code + "A"));
    codes.add(code.toUpperCase(Locale.ROOT));
    codes.add(code.toLowerCase(Locale.ROOT));
    codes.add("A".repeat(8_000));
    for (int at = 0; at < code.length(); at++) {
      char other = code.charAt(at) == 'A' ? 'B' : 'A';
      codes.add(code.substring(0, at) + other + code.substring(at + 1));
    }
    for (int i = 0; i < 20; i++) {
      codes.add(Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong()));
    }
    return codes;
  }

  private Answer login(String code) throws IOException {
    return send("POST", LOGIN, "{\"code\":\"" + code + "\"}", JSON);
  }

  private Answer send(String method, String path, String body, String... headers)
      throws IOException {
    return target.http.send(method, path, body.getBytes(UTF_8), headers);
  }

  /// Requests that a page of another site can make a browser send, and other shapes.
  private void shapes(Attempts attempts) throws IOException {
    String body = "{\"code\":\"" + code() + "\"}";
    for (String type :
        List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "*/*")) {
      Answer answer = send("POST", LOGIN, body, "Content-Type: " + type);
      attempts.made("a code as " + type, answer.isRefusal());
    }
    attempts.made("a code without a type", send("POST", LOGIN, body).isRefusal());
    for (String method : List.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH")) {
      attempts.made("a code by " + method, send(method, LOGIN, body, JSON).isRefusal());
    }
    for (String wrapped :
        List.of("[" + body + "]", body + body, "{\"code\":[" + body + "]}", "{\"code\":true}")) {
      attempts.made("a code in another shape", send("POST", LOGIN, wrapped, JSON).isRefusal());
    }
    attempts.control("the code is still unused", send("POST", LOGIN, body, JSON).status() == 200);
  }

  /// Several at the same time: each attempt but one must fail.
  private void race(Attempts attempts) throws InterruptedException {
    String code = code();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> answers = threads.invokeAll(Collections.nCopies(10, () -> login(code)));
      int opened = 0;
      for (Future<Answer> answer : answers) {
        opened += answer.get().status() == 200 ? 1 : 0;
      }
      attempts.control("one of ten opens it", opened >= 1);
      for (int i = 1; i < answers.size(); i++) {
        attempts.made("one code ten times at once", opened <= i);
      }
    } catch (ExecutionException e) {
      attempts.fault("ten at once: " + e.getCause());
    }
  }
}
