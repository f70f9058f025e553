package io.cdrwebhooks.local.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.local.gateway.TestGateway;
import io.cdrwebhooks.report.TaskId;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tests the export of samples over a real connection, into a bucket that only counts.
class SampleExportsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final CdrTask ANNOUNCED =
      CdrTask.of(
          new TaskId(1),
          "Announced",
          ConfigurationId.parse("cfg_0c9d1a52f3b84e61a7c05d2e9f184b36"),
          Instant.EPOCH);
  private static final CdrTask OPTION_OFF =
      CdrTask.of(new TaskId(3), "Option off", Optional.empty(), Instant.EPOCH);
  private static final Map<TaskId, CdrTask> TASKS =
      Map.of(ANNOUNCED.taskId(), ANNOUNCED, OPTION_OFF.taskId(), OPTION_OFF);

  private final Map<String, Long> bytesByKey = new ConcurrentHashMap<>();
  private final Map<String, Path> filesByKey = new ConcurrentHashMap<>();
  private volatile boolean bucketFails;
  private final SampleExports samples =
      new SampleExports(
          task -> Optional.ofNullable(TASKS.get(task)),
          this::upload,
          () -> Instant.parse("2026-03-01T10:00:00.123Z"));

  @AutoClose
  private final TestGateway gateway =
      new TestGateway(
          guard ->
              Map.of(
                  "/local/sample-reports", samples.guarded(guard, "webhooks/write").only("POST")));

  private void upload(Path file, String key) throws IOException {
    if (bucketFails) {
      throw new IOException("as asked for");
    }
    filesByKey.put(key, file);
    bytesByKey.put(key, Files.size(file));
  }

  @Test
  void sampleIsPutUnderTheKeyOfItsTask() throws Exception {
    HttpResponse<String> response = export("{\"taskId\":1,\"lines\":1000}");
    assertThat(response.statusCode()).isEqualTo(202);
    JsonNode answer = JSON.readTree(response.body());
    assertThat(answer).hasSize(2);
    assertThat(answer.path("announced").booleanValue()).isTrue();
    assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    String key = answer.path("objectKey").asText();
    assertThat(key).isEqualTo("reports/1/sample-20260301T100000123Z.zip");
    assertThat(bytesByKey.get(key)).isGreaterThan(1_000);
    assertThat(filesByKey.get(key)).doesNotExist();
  }

  @Test
  void exportSaysIfTheWebhookOptionIsOff() throws Exception {
    JsonNode answer = JSON.readTree(export("{\"taskId\":3,\"lines\":1}").body());
    assertThat(answer.path("announced")).isEqualTo(BooleanNode.FALSE);
    assertThat(bytesByKey).containsOnlyKeys(answer.path("objectKey").asText());
  }

  @Test
  void failingBucketIsAFaultAndAllowsTheNextExport() throws Exception {
    bucketFails = true;
    assertThat(export("{\"taskId\":1,\"lines\":1}").statusCode()).isEqualTo(500);
    assertThat(gateway.log).singleElement().asString().contains("local.failed", "as asked for");
    bucketFails = false;
    assertThat(export("{\"taskId\":1,\"lines\":1}").statusCode()).isEqualTo(202);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"taskId\":2,\"lines\":1} | taskId names no CDR task that exists",
        "{\"taskId\":0,\"lines\":1} | taskId must be a whole number from 1 to 9007199254740990",
        "{\"taskId\":1} | lines is required",
        "{\"taskId\":1,\"lines\":5000001} | lines must be a whole number from 1 to 5000000",
        "{\"taskId\":1,\"lines\":1,\"seed\":7} | seed is not a field of this resource"
      })
  void fieldAtFaultAnswers422(String body, String said) throws Exception {
    HttpResponse<String> response = export(body);
    assertThat(response.statusCode()).isEqualTo(422);
    JsonNode error = JSON.readTree(response.body()).at("/errors/0");
    assertThat(error.path("field").asText() + " " + error.path("detail").asText()).startsWith(said);
    assertThat(bytesByKey).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"'', 401", "webhooks/read, 403"})
  void exportNeedsATokenWithTheWriteScope(String scope, int status) throws Exception {
    String token = scope.isEmpty() ? "none" : gateway.tokens.ofScope(scope);
    HttpResponse<String> response = send(token, "{\"taskId\":1,\"lines\":1}");
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("WWW-Authenticate").orElseThrow())
        .contains("webhooks/write");
    assertThat(bytesByKey).isEmpty();
  }

  private HttpResponse<String> export(String body) throws Exception {
    return send(gateway.tokens.valid(), body);
  }

  private HttpResponse<String> send(String token, String body) throws Exception {
    return gateway.send(
        HttpRequest.newBuilder(gateway.url("/local/sample-reports"))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build());
  }
}
