package io.cdrwebhooks.local.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.cdrwebhooks.aws.http.Answers;
import io.cdrwebhooks.aws.http.FieldReader;
import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.aws.http.Step;
import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.local.gateway.GatewayAnswer;
import io.cdrwebhooks.local.gateway.LocalEndpoint;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.TaskId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/// `POST /local/sample-reports`: creates a sample report, uploads it to the bucket as the CDR
/// Manager would for that task, and answers 202. It exports one report at a time; `tasks` finds the
/// existing tasks.
public record SampleExports(
    Function<TaskId, Optional<CdrTask>> tasks, Upload upload, InstantSource clock)
    implements LocalEndpoint {
  private static final String TASK_ID = "taskId";

  /// Uploads a file to the reports' bucket.
  public interface Upload {
    void upload(Path file, String key) throws IOException;
  }

  /// The task and the number of lines that a caller requests.
  private record Wanted(TaskId task, long lines) {
    static Step<Wanted> read(ObjectNode body) {
      FieldReader reader = new FieldReader(body);
      OptionalLong task = reader.requiredWholeNumber(TASK_ID, 1, TaskId.SAMPLE.value() - 1);
      OptionalLong lines = reader.requiredWholeNumber("lines", 1, SampleExport.MAX_LINES);
      return reader.finish(
          Map.of(), () -> new Wanted(new TaskId(task.orElseThrow()), lines.orElseThrow()));
    }
  }

  @Override
  public GatewayAnswer answer(HttpExchange exchange) throws IOException {
    HttpResponse response =
        switch (LocalRequest.body(exchange).then(Wanted::read)) {
          case Step.Answered<Wanted>(HttpResponse refusal) -> refusal;
          case Step.Continue<Wanted>(Wanted wanted) -> export(wanted);
        };
    return GatewayAnswer.of(response).withoutCaching();
  }

  /// Answers when the report is uploaded. `announced` is true if the Webhook option of its task is
  /// on: then its delivery follows.
  private synchronized HttpResponse export(Wanted wanted) throws IOException {
    Optional<CdrTask> task = tasks.apply(wanted.task());
    if (task.isEmpty()) {
      return Answers.fieldAtFault(TASK_ID, "names no CDR task that exists");
    }
    SampleExport report = new SampleExport(clock.instant(), wanted.lines());
    String key = new ReportKey(wanted.task(), report.fileName()).text();
    Path file = Files.createTempFile("cdr-sample-", ".zip");
    try {
      report.write(file);
      upload.upload(file, key);
    } finally {
      Files.deleteIfExists(file);
    }
    boolean announced = task.get().webhookConfigurationId().isPresent();
    return Answers.json(202, Answers.object().put("objectKey", key).put("announced", announced));
  }
}
