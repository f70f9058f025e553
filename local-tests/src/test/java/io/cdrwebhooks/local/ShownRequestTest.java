package io.cdrwebhooks.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.report.Zips;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Tests that the API shows the request that the receiver got, without the parts that prove its
/// sender or open the report.
@SpeaksToAws
class ShownRequestTest {
  private static final TaskId TASK = new TaskId(7);
  private static final String HIDDEN = "(hidden)";

  /// A receiver that refuses each request, and answers with what it got. The body of an answer that
  /// accepts a request would not be kept.
  private record Echo(HttpServer server, LinkedBlockingQueue<Received> received)
      implements AutoCloseable {
    record Received(Headers headers, String body) {}

    static Echo start() throws IOException {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
      Echo echo = new Echo(server, new LinkedBlockingQueue<>());
      server.createContext("/", echo::answer);
      server.start();
      return echo;
    }

    private void answer(HttpExchange exchange) throws IOException {
      try (exchange) {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Headers headers = new Headers(exchange.getRequestHeaders());
        received.add(new Received(headers, body));
        byte[] answer = (body + headers.entrySet()).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(400, answer.length);
        exchange.getResponseBody().write(answer);
      }
    }

    URI url() {
      return URI.create(
          "http://127.0.0.1:" + server.getAddress().getPort() + "/in?customer=a%20b&x=");
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  @Test
  void attemptShowsWhatWasSentAndNoSecretOfIt() throws Exception {
    try (RunningSystem running = RunningSystem.start();
        Echo echo = Echo.start()) {
      running.announce(TASK, echo.url(), running.secrets.signature());
      running.upload("reports/7/Süd \"1\".zip", Zips.deflated(Map.of("a.csv", "1\n2\n")));
      Echo.Received received = echo.received().poll(30, TimeUnit.SECONDS);
      assertThat(received).isNotNull();
      JsonNode delivery = recorded(running);
      JsonNode request = delivery.at("/attempts/0/request");

      assertThat(request.path("method").asText()).isEqualTo("POST");
      assertThat(request.path("url").asText()).isEqualTo(echo.url().toString());
      String token = lastSegment(received.body());
      assertThat(request.path("body").asText()).isEqualTo(received.body().replace(token, HIDDEN));
      assertHeaders(request, received);
      assertThat(delivery.at("/attempts/0/answer").asText()).isNotEmpty();
      for (String secret : secrets(running, received, token)) {
        assertThat(delivery.toString().contains(secret)).as("a secret is shown").isFalse();
      }
    }
  }

  private static JsonNode recorded(RunningSystem running) throws Exception {
    String id = running.deliveries(TASK, 1).at("/0/id").asText();
    return Await.until(
        "the attempt's record",
        () -> running.api.get("/deliveries/" + id),
        found -> !found.path("attempts").isEmpty());
  }

  private static void assertHeaders(JsonNode request, Echo.Received received) {
    List<String> hidden = new ArrayList<>();
    assertThat(request.path("headers")).hasSize(6);
    for (JsonNode header : request.path("headers")) {
      String name = header.path("name").asText();
      String value = header.path("value").asText();
      assertThat(received.headers().containsKey(name)).as(name).isTrue();
      if (value.contains(HIDDEN)) {
        hidden.add(name + ": " + value);
      } else {
        assertThat(value).as(name).isEqualTo(received.headers().getFirst(name));
      }
    }
    assertThat(hidden)
        .containsExactly("X-CDR-Signature: (hidden)", "webhook-signature: v1,(hidden)");
  }

  private static List<String> secrets(RunningSystem running, Echo.Received received, String token) {
    List<String> secrets = new ArrayList<>();
    String standard = received.headers().getFirst("webhook-signature").substring("v1,".length());
    for (String secret :
        List.of(
            token,
            received.headers().getFirst("X-CDR-Signature"),
            standard,
            running.signatureText())) {
      byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
      secrets.add(secret);
      secrets.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
      secrets.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
    assertThat(secrets).allMatch(secret -> secret.length() > 20);
    return secrets;
  }

  private static String lastSegment(String body) throws IOException {
    String url = new ObjectMapper().readTree(body).required("callbackURL").asText();
    return url.substring(url.lastIndexOf('/') + 1);
  }
}
