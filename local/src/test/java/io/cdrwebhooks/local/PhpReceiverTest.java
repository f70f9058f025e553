package io.cdrwebhooks.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.report.Zips;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tests a receiver in ten lines of PHP, with the function of the specification and no code of
/// ours.
@Tag("slow") // a system of its own
class PhpReceiverTest {
  private static final SignatureKey SIGNATURE = new SignatureKey("a Signature with ümlaut & $igns");

  @TempDir static Path directory;

  private static RunningSystem running;
  private static Process php;
  private static URI url;

  @BeforeAll
  static void start() throws Exception {
    Commands.assumeOnPath("php", "a receiver in PHP is not tried");
    int port = freePort();
    url = URI.create("http://127.0.0.1:" + port + "/cdr");
    Path script = Path.of(PhpReceiverTest.class.getResource("/receiver.php").toURI());
    ProcessBuilder builder =
        new ProcessBuilder("php", "-n", "-S", "127.0.0.1:" + port, script.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("php.txt").toFile());
    builder.environment().put("CDR_SIGNATURE", text(SIGNATURE));
    php = builder.start();
    running = RunningSystem.start(directory);
    Await.until("PHP's server", () -> answers(port), answers -> answers);
  }

  @AfterAll
  static void stop() {
    if (php != null) {
      php.destroyForcibly();
    }
    if (running != null) {
      running.close();
    }
  }

  @Test
  @SpeaksToAws
  void requestOfADeliveryIsAccepted() throws Exception {
    TaskId task = new TaskId(2);
    running.announce(task, url, SIGNATURE);
    running.upload("reports/2/fön.zip", Zips.deflated(Map.of("a.csv", "1\n2\n3\n")));
    JsonNode attempt = onlyAttempt(task);
    assertThat(attempt.path("statusCode").asInt()).isEqualTo(200);
    assertThat(attempt.path("answer").asText()).isEqualTo("fön.zip with 3 lines is waiting.\n");
  }

  @Test
  @SpeaksToAws
  void requestSignedWithAnotherKeyIsRefused() throws Exception {
    TaskId task = new TaskId(3);
    running.announce(task, url, new SignatureKey("another Signature altogether"));
    running.upload("reports/3/a.zip", Zips.deflated(Map.of("a.csv", "1\n")));
    assertThat(onlyAttempt(task).path("statusCode").asInt()).isEqualTo(401);
  }

  @Test
  void requestTamperedWithIsRefused() throws Exception {
    String body = "{\"fileName\":\"a.zip\",\"numberOfLines\":1}";
    String signature = signature(body);
    assertThat(post(body, signature).statusCode()).isEqualTo(200);
    assertThat(post(body.replace(":1", ":2"), signature).statusCode()).isEqualTo(401);
    assertThat(post(body, signature.toLowerCase(Locale.ROOT)).statusCode()).isEqualTo(401);
  }

  private static JsonNode onlyAttempt(TaskId task) throws Exception {
    String id = running.deliveries(task, 1).at("/0/id").asText();
    JsonNode attempts =
        Await.until(
            "an attempt with its outcome",
            () -> running.api.get("/deliveries/" + id).path("attempts"),
            found -> found.size() == 1 && found.at("/0/outcome").isTextual());
    return attempts.get(0);
  }

  private static HttpResponse<String> post(String body, String signature)
      throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(url)
              .header("Content-Type", "application/json; charset=utf-8")
              .header("X-CDR-Signature", signature)
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private static String signature(String body) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA512");
    mac.init(SIGNATURE.forMac("HmacSHA512"));
    return Base64.getEncoder().encodeToString(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
  }

  private static String text(SignatureKey key) {
    return new String(key.bytes(), StandardCharsets.UTF_8);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
