package io.cdrwebhooks.local.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.cdrwebhooks.aws.awsevents.HttpResponse;
import io.cdrwebhooks.configapi.http.Answers;
import io.cdrwebhooks.configapi.http.FieldReader;
import io.cdrwebhooks.configapi.http.Step;
import io.cdrwebhooks.local.gateway.GatewayAnswer;
import io.cdrwebhooks.local.gateway.LocalEndpoint;
import io.cdrwebhooks.local.sample.SampleExports;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.TaskId;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalLong;

/// `POST /local/sample-reports`: exports a sample report for a task, and answers 202 once it is in
/// the bucket.
public record SampleReports(SampleExports exports) implements LocalEndpoint {
  private static final String TASK_ID = "taskId";

  /// The task and the number of lines that a caller requests.
  private record Wanted(TaskId task, long lines) {
    static Step<Wanted> read(ObjectNode body) {
      FieldReader reader = new FieldReader(body);
      OptionalLong task = reader.requiredWholeNumber(TASK_ID, 1, TaskId.SAMPLE.value() - 1);
      OptionalLong lines = reader.requiredWholeNumber("lines", 1, SampleExports.MAX_LINES);
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
    return GatewayAnswer.of(response).unkept();
  }

  private HttpResponse export(Wanted wanted) throws IOException {
    return switch (exports.export(wanted.task(), wanted.lines())) {
      case SampleExports.Outcome.Exported(ReportKey key, boolean announced) ->
          Answers.json(
              202, Answers.object().put("objectKey", key.text()).put("announced", announced));
      case SampleExports.Outcome.UnknownTask() ->
          Answers.fieldAtFault(TASK_ID, "names no CDR task that exists");
    };
  }
}
