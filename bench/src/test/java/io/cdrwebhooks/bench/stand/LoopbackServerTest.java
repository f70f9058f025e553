package io.cdrwebhooks.bench.stand;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.bench.stand.LoopbackServer.Answer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoopbackServerTest {
  private static final LoopbackServer.Answers ECHO =
      request -> Answer.of(200, Map.of(), request.target() + request.text());

  @Test
  void clientWithItsTrustStoreConnects(@TempDir Path folder) throws Exception {
    Certificate certificate = Certificate.make(folder);
    try (LoopbackServer server = new LoopbackServer(Optional.of(certificate), ECHO)) {
      assertThat(server.url()).hasScheme("https");
      assertThat(get(server.url(), certificate.trustForJava())).isEqualTo("/");
    }
  }

  /// Runs in a separate process, since a JVM reads its trust store only once.
  private static String get(URI url, List<String> trust) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(trust);
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(Fetch.class.getName());
    command.add(url.toString());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return answer;
  }

  /// Prints what is at a URL.
  static final class Fetch {
    private Fetch() {}

    public static void main(String[] arguments) throws Exception {
      try (HttpClient client = HttpClient.newHttpClient()) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(arguments[0] + "/")).build();
        System.out.print(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
      }
    }
  }
}
