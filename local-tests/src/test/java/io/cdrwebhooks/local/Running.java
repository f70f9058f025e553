package io.cdrwebhooks.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.emulators.AccessKey;
import io.cdrwebhooks.report.Zips;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A `make run` in a separate process that is ready, and its output until then.
final class Running implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final Path directory;
  private final Process process;
  private final BufferedReader output;
  private final List<String> block = new ArrayList<>();

  /// `directory` holds the data of the system.
  Running(Path directory, Process process) throws IOException {
    this.directory = directory;
    this.process = process;
    this.output = process.inputReader();
    String line = output.readLine();
    while (line != null && !line.startsWith("READY")) {
      block.add(line);
      line = output.readLine();
    }
    assertThat(line).as(String.join("\n", block)).startsWith("READY");
  }

  String said(String name) {
    Pattern pattern = Pattern.compile("  " + Pattern.quote(name) + " +(\\S+).*");
    return block.stream()
        .map(pattern::matcher)
        .filter(Matcher::matches)
        .map(match -> match.group(1))
        .findFirst()
        .orElseThrow();
  }

  ApiClient client(String token) {
    return new ApiClient(URI.create(said("API base URL")).resolve("/"), token);
  }

  /// The status that the code of a console link is answered with.
  int login(String link) throws IOException, InterruptedException {
    assertThat(link).startsWith(URI.create(said("API base URL")).resolve("/console/#code=") + "");
    String body = "{\"code\":\"" + link.substring(link.indexOf('=') + 1) + "\"}";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(link).resolve("/local/login"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }

  ApiClient api() {
    return client(said("API token"));
  }

  void upload(String fileName) throws IOException {
    Path report = directory.resolve(fileName);
    Files.write(report, Zips.deflated(Map.of("a.csv", "1\n")));
    assertThat(said("Bucket")).isEqualTo(LocalSettings.BUCKET);
    new Exporter(
            URI.create(said("S3 endpoint")), new AccessKey(said("Access key"), said("Secret key")))
        .upload(report, "reports/1/" + fileName);
  }

  /// The id of the delivery whose file the demo receiver has saved.
  String savedDelivery(String fileName) throws Exception {
    Path received = directory.resolve("received");
    Path saved =
        Await.until(
                fileName + " in " + received,
                () -> {
                  if (!Files.isDirectory(received)) {
                    return List.<Path>of();
                  }
                  try (Stream<Path> files = Files.walk(received)) {
                    return files.filter(file -> file.endsWith(fileName)).toList();
                  }
                },
                files -> !files.isEmpty())
            .getFirst();
    String id = saved.getParent().getFileName().toString();
    Await.until(
        "the record of " + id,
        () -> api().get("/deliveries/" + id).path("status").asText(),
        "DELIVERED"::equals);
    return id;
  }

  /// Sends SIGTERM; Ctrl-C sends SIGINT, which the JVM treats in the same way.
  void terminate() throws InterruptedException {
    List<ProcessHandle> children = process.descendants().toList();
    assertThat(children).isNotEmpty();
    process.destroy();
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(children).noneMatch(ProcessHandle::isAlive);
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    output.close();
  }
}
