package io.cdrwebhooks.bench.throughput;

import io.cdrwebhooks.emulators.AccessKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A local system in a process of its own, set up to tell one receiver of all reports.
final class RunningSystem implements AutoCloseable {
  private static final String ID = "\"id\":\"";

  private final ChildJvm process;
  private final URI s3Url;
  private final AccessKey accessKey;

  private RunningSystem(ChildJvm process, List<String> words) {
    this.process = process;
    this.s3Url = URI.create(words.get(0));
    this.accessKey = new AccessKey(words.get(1), words.get(2));
  }

  /// Started when this returns; all of its reports go to `receiver`.
  static RunningSystem start(Path scratch, URI receiver) throws IOException, InterruptedException {
    ChildJvm process =
        ChildJvm.start(
            SystemProcess.class, List.of(), scratch, List.of(scratch.resolve("log").toString()));
    try {
      List<String> words = process.hear();
      setUp(words.get(3), words.get(4), receiver);
      return new RunningSystem(process, words);
    } catch (IOException | InterruptedException | RuntimeException e) {
      process.close();
      throw e;
    }
  }

  /// The emulators alone, doing for each report what the system would have them do.
  static RunningSystem startEmulators(Path scratch, Path report, URI receiver) throws IOException {
    ChildJvm process =
        ChildJvm.start(
            CeilingProcess.class,
            List.of(),
            scratch,
            List.of(report.toString(), receiver.toString()));
    try {
      return new RunningSystem(process, process.hear());
    } catch (IOException | RuntimeException e) {
      process.close();
      throw e;
    }
  }

  private static void setUp(String apiUrl, String token, URI receiver)
      throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      Api api = new Api(http, apiUrl + "/bulk/cdr-mgr/v1", token);
      String created =
          api.send(
              "POST",
              "/webhook-configurations",
              "{\"name\":\"Bench\",\"url\":\"%s\",\"signature\":\"%s\"}"
                  .formatted(receiver, "a signature that nobody needs to keep"));
      int from = created.indexOf(ID) + ID.length();
      String configuration = created.substring(from, created.indexOf('"', from));
      for (int task : SteadyUploads.tasks()) {
        var _ =
            api.send(
                "PUT",
                "/cdr-tasks/" + task,
                "{\"taskName\":\"Task %d\",\"webhookConfigurationId\":\"%s\"}"
                    .formatted(task, configuration));
      }
    }
  }

  private record Api(HttpClient http, String base, String token) {
    String send(String method, String path, String body) throws IOException, InterruptedException {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(URI.create(base + path))
                  .header("Authorization", "Bearer " + token)
                  .header("Content-Type", "application/json")
                  .method(method, HttpRequest.BodyPublishers.ofString(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw new IOException(method + " " + path + ": " + answer.statusCode() + answer.body());
      }
      return answer.body();
    }
  }

  URI s3Url() {
    return s3Url;
  }

  AccessKey accessKey() {
    return accessKey;
  }

  /// Of its JVM so far.
  Duration cpu() {
    return cpu(process.process());
  }

  /// Of the process that has the tables.
  Duration tablesCpu() {
    return process
        .process()
        .children()
        .map(RunningSystem::cpu)
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static Duration cpu(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  @Override
  public void close() throws IOException {
    process.close();
  }
}
