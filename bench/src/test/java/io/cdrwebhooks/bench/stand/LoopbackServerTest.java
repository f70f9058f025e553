package io.cdrwebhooks.bench.stand;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoopbackServerTest {
  private static final LoopbackServer.Answers ECHO =
      request ->
          Answer.of(
              200, "X-Method: " + request.method() + "\r\n", request.target() + request.text());

  @Test
  void severalRequestsOfOneConnectionAreAnswered() throws Exception {
    try (LoopbackServer server = LoopbackServer.start(Optional.empty(), ECHO);
        Socket socket = new Socket("127.0.0.1", server.port())) {
      String requests =
          "POST /a HTTP/1.1\r\ncontent-length: 3\r\n\r\nabcGET /b HTTP/1.1\r\nHost: x\r\n\r\n";
      socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
      String answers =
          "HTTP/1.1 200 .\r\nX-Method: POST\r\nContent-Length: 5\r\n\r\n/aabc"
              + "HTTP/1.1 200 .\r\nX-Method: GET\r\nContent-Length: 2\r\n\r\n/b";
      InputStream in = socket.getInputStream();

      assertThat(new String(in.readNBytes(answers.length()), StandardCharsets.US_ASCII))
          .isEqualTo(answers);
    }
  }

  @Test
  void headersAreFoundWhateverTheirCase() {
    Received request =
        new Received(0, "GET / HTTP/1.1\r\nX-Other: 1\r\ncontent-LENGTH:  7 \r\n", new byte[0]);

    assertThat(request.header("Content-Length")).contains("7");
    assertThat(request.header("Content")).isEmpty();
  }

  @Test
  void itsCertificateIsTrustedByWhoIsToldTo(@TempDir Path folder) throws Exception {
    Certificate certificate = Certificate.make(folder);
    try (LoopbackServer server = LoopbackServer.start(Optional.of(certificate), ECHO)) {
      assertThat(server.url()).hasScheme("https");
      assertThat(get(server.url(), certificate.trustForJava())).isEqualTo("/");
    }
  }

  /// In a process of its own, since a JVM reads its trust store once.
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
