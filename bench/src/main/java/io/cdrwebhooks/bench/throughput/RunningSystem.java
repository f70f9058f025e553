package io.cdrwebhooks.bench.throughput;

import io.cdrwebhooks.emulators.AccessKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;

/// A local system in a process of its own, set up to tell one receiver of all reports.
final class RunningSystem implements AutoCloseable {
  private static final String NAME = "{\"name\":\"Bench\",\"url\":\"%s\",\"signature\":\"%s\"}";
  private static final String TASK = "{\"taskName\":\"Task %d\",\"webhookConfigurationId\":\"%s\"}";
  private static final String ID = "\"id\":\"";

  private final ChildJvm process;
  private final List<String> greeting;

  private RunningSystem(ChildJvm process) throws IOException {
    this.process = process;
    this.greeting = process.hear();
  }

  static RunningSystem start(Path scratch, URI receiver, List<String> options)
      throws IOException, InterruptedException {
    ChildJvm process =
        ChildJvm.start(
            SystemProcess.class,
            options,
            scratch,
            List.of(scratch.resolve("log.jsonl").toString()));
    try {
      RunningSystem system = new RunningSystem(process);
      system.setUp(receiver);
      return system;
    } catch (IOException | InterruptedException | RuntimeException e) {
      process.close();
      throw e;
    }
  }

  private void setUp(URI receiver) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      String created =
          send(
              http,
              "POST",
              "/webhook-configurations",
              NAME.formatted(receiver, "a signature that nobody needs to keep"));
      int from = created.indexOf(ID) + ID.length();
      String configuration = created.substring(from, created.indexOf('"', from));
      for (int task : SteadyUploads.tasks()) {
        var _ = send(http, "PUT", "/cdr-tasks/" + task, TASK.formatted(task, configuration));
      }
    }
  }

  private String send(HttpClient http, String method, String path, String body)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(greeting.get(0) + "/bulk/cdr-mgr/v1" + path))
                .header("Authorization", "Bearer " + greeting.get(4))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(method + " " + path + ": " + answer.statusCode() + answer.body());
    }
    return answer.body();
  }

  URI s3Url() {
    return URI.create(greeting.get(1));
  }

  AccessKey accessKey() {
    return new AccessKey(greeting.get(2), greeting.get(3));
  }

  ProcessHandle process() {
    return process.process();
  }

  @Override
  public void close() throws IOException {
    process.close();
  }
}
