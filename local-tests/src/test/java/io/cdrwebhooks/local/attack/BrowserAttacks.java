package io.cdrwebhooks.local.attack;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cdrwebhooks.configapi.http.Route;
import io.cdrwebhooks.local.LocalQueues;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/// Sends the requests that a page of another site can make a browser on this machine send: to other
/// names of the machine after DNS rebinding, and across origins. It also sends requests with
/// others' credentials.
record BrowserAttacks(Target target) {
  private static final List<String> HOSTS =
      List.of("rebound.example", "127.0.0.1.rebound.example", "localhost.example", "127.0.0.2", "");
  private static final List<String> ORIGINS =
      List.of("https://other.example", "null", "http://127.0.0.1:1", "http://localhost", "file://");

  void run(Attempts attempts) throws IOException {
    attempts.begin("browsers", "no page of another site, and no other key, gets an answer");
    String own = "Origin: http://" + target.http.host();
    String health = Route.BASE + Route.HEALTH;
    attempts.control("our own page", target.http.send("GET", health, own).status() == 200);
    for (String path : List.of(health, "/console/", "/local/login", Route.BASE + "/cdr-tasks")) {
      foreign("gateway", target.system.apiUrl(), path, target.bearer(), attempts);
    }
    String known = "Authorization: AWS4-HMAC-SHA256 Credential=" + id() + "/20260101/x";
    foreign("objects", target.system.s3Url(), "/cdr-reports", known, attempts);
    foreign("queues", target.system.sqsUrl(), "/", known, attempts);
    foreign("tables", target.system.dynamoDbUrl(), "/", known, attempts);
    forms(attempts);
    keys(attempts);
  }

  private String id() {
    return target.localSecrets.accessKey().id();
  }

  private static void foreign(
      String what, URI server, String path, String credential, Attempts attempts)
      throws IOException {
    RawHttp http = RawHttp.of(server);
    for (String method : List.of("GET", "POST")) {
      for (String host : HOSTS) {
        int status = http.send(method, path, "Host: " + host, credential).status();
        attempts.made(what + " as " + host, status == 421 || status == 400);
      }
      for (String origin : ORIGINS) {
        int status = http.send(method, path, "Origin: " + origin, credential).status();
        attempts.made(what + " from " + origin, status == 403);
      }
    }
  }

  /// Messages that a page sends without asking first.
  private void forms(Attempts attempts) throws IOException {
    RawHttp queues = RawHttp.of(target.system.sqsUrl());
    for (String queue : LocalQueues.ALL) {
      String path = URI.create(target.system.queueUrl(queue)).getPath();
      String form = "Action=SendMessage&MessageBody=%7B%7D";
      for (String type : List.of("application/x-www-form-urlencoded", "text/plain")) {
        byte[] body = form.getBytes(UTF_8);
        attempts.made(
            "a form to " + queue,
            queues.send("POST", path, body, "Content-Type: " + type).isRefusal());
      }
      attempts.made("a picture of " + queue, queues.send("GET", path + "?" + form).isRefusal());
      attempts.made(
          "a key in the query",
          queues.send("GET", path + "?" + form + "&X-Amz-Credential=" + id() + "/x").isRefusal());
    }
  }

  private void keys(Attempts attempts) throws IOException {
    String list = "X-Amz-Target: DynamoDB_20120810.ListTables";
    for (String key : List.of("", "x", id() + "2", "any", id().toUpperCase(Locale.ROOT))) {
      String credential = "Authorization: AWS4-HMAC-SHA256 Credential=" + key + "/20260101/x";
      byte[] body = "{}".getBytes(UTF_8);
      for (URI server : List.of(target.system.dynamoDbUrl(), target.system.sqsUrl())) {
        attempts.made(
            "another key",
            RawHttp.of(server).send("POST", "/", body, credential, list).isRefusal());
      }
    }
  }
}
