package io.cdrwebhooks.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.StringJoiner;

/// `make report`: exports a made-up report for a task of the running system.
public final class ExportSample {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ExportSample() {}

  /// Arguments: the directory of the running system's data, the number of lines, the task.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    try {
      if (arguments.length != 3 || arguments[0].isBlank()) {
        throw new StartFailure("Needed: the directory of the running system, LINES and TASK.");
      }
      long lines = number(arguments[1], "LINES");
      run(Path.of(arguments[0]), lines, number(arguments[2], "TASK"));
    } catch (StartFailure e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static long number(String text, String name) {
    if (!text.matches("[0-9]{1,18}")) {
      throw new StartFailure(name + " is not a number: " + text);
    }
    return Long.parseLong(text);
  }

  private static void run(Path directory, long lines, long task)
      throws IOException, InterruptedException {
    Steps steps = new Steps(System.out);
    try (RunningApi api = RunningApi.of(directory)) {
      String wanted = JSON.createObjectNode().put("taskId", task).put("lines", lines).toString();
      HttpResponse<String> answer = api.post("/local/sample-reports", wanted);
      if (answer.statusCode() != 202) {
        throw new StartFailure("Not exported: " + reason(answer));
      }
      JsonNode exported = JSON.readTree(answer.body());
      String key = exported.required("objectKey").asText();
      steps.step(
          "exporter", "uploaded s3://%s/%s, %,d lines".formatted(LocalSettings.BUCKET, key, lines));
      if (!exported.required("announced").asBoolean()) {
        steps.step("system", "sends nothing: the Webhook option of task " + task + " is off");
      }
    }
  }

  /// What a problem of the API says, in one sentence.
  private static String reason(HttpResponse<String> answer) throws IOException {
    JsonNode problem = JSON.readTree(answer.body());
    StringJoiner reason = new StringJoiner(", ");
    problem
        .path("errors")
        .forEach(
            error ->
                reason.add(error.path("field").asText() + " " + error.path("detail").asText()));
    return reason.length() > 0
        ? reason + "."
        : problem.path("detail").asText("the system answered with " + answer.statusCode() + ".");
  }
}
