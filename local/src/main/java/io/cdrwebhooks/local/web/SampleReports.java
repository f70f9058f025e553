package io.cdrwebhooks.local.web;

import com.sun.net.httpserver.HttpExchange;
import io.cdrwebhooks.aws.awsevents.HttpResponse;
import io.cdrwebhooks.aws.awsevents.Problem;
import io.cdrwebhooks.local.gateway.GatewayAnswer;
import io.cdrwebhooks.local.gateway.LocalEndpoint;
import io.cdrwebhooks.local.sample.SampleExports;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.TaskId;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// `POST /local/sample-reports`: exports a sample report for a task, and answers 202 once it is in
/// the bucket.
public final class SampleReports implements LocalEndpoint {
  private static final String TASK_ID = "taskId";

  private final SampleExports exports;

  public SampleReports(SampleExports exports) {
    this.exports = exports;
  }

  @Override
  public GatewayAnswer answer(HttpExchange exchange) throws IOException {
    return switch (RequestFields.read(exchange)) {
      case RequestFields.Reading.Refused(GatewayAnswer answer) -> answer;
      case RequestFields.Reading.Read(RequestFields fields) -> export(fields);
    };
  }

  private GatewayAnswer export(RequestFields fields) throws IOException {
    OptionalLong taskId = fields.wholeNumber(TASK_ID, 1, TaskId.SAMPLE.value() - 1);
    OptionalLong lines = fields.wholeNumber("lines", 1, SampleExports.MOST_LINES);
    Optional<GatewayAnswer> refusal = fields.refusal();
    if (refusal.isPresent()) {
      return refusal.get();
    }
    return switch (exports.export(new TaskId(taskId.orElseThrow()), lines.orElseThrow())) {
      case SampleExports.Outcome.Exported(ReportKey key) -> exported(key);
      case SampleExports.Outcome.UnknownTask() -> unknownTask(fields);
      case SampleExports.Outcome.Busy() ->
          RequestFields.problem(Problem.of(409, "Another sample report is being exported."));
    };
  }

  private static GatewayAnswer exported(ReportKey key) {
    return GatewayAnswer.of(
        HttpResponse.json(202, JsonText.object(Map.of("objectKey", key.text()))));
  }

  private static GatewayAnswer unknownTask(RequestFields fields) {
    fields.refuse(TASK_ID, "names no CDR task that exists");
    return fields.refusal().orElseThrow();
  }
}
