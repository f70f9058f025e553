package io.cdrwebhooks.configapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.configuration.ReceiverRules;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigApiEnvironmentTest {
  private final Map<String, String> variables =
      new HashMap<>(
          Map.of(
              "WEBHOOK_CONFIGURATIONS_TABLE", "configurations",
              "CDR_TASKS_TABLE", "tasks",
              "DELIVERIES_TABLE", "deliveries",
              "SIGNATURE_KMS_KEY_ID", "key",
              "AWS_REGION", "eu-central-1"));

  @Test
  void handlerOfTheEnvironmentAsksItsEndpoint() throws IOException {
    try (ServerSocket nobodyListens = new ServerSocket(0)) {
      variables.put("AWS_ENDPOINT_URL", "http://127.0.0.1:" + nobodyListens.getLocalPort());
    }
    variables.put("AWS_ACCESS_KEY_ID", "tests");
    variables.put("AWS_SECRET_ACCESS_KEY", "tests");
    ConfigApiHandler handler = new ConfigApiHandler(ConfigApiEnvironment.read(variables));

    assertThat(answer(handler, "/health")).contains("\"statusCode\":200");
    assertThat(answer(handler, "/cdr-tasks/1")).contains("\"statusCode\":500");
  }

  private static String answer(ConfigApiHandler handler, String path) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    handler.handleRequest(TestApi.request("GET", path).stream(), answer, null);
    return answer.toString(StandardCharsets.UTF_8);
  }

  @Test
  void variablesAreRead() {
    ConfigApiEnvironment environment = ConfigApiEnvironment.read(variables);

    assertThat(environment.tables().configurations()).isEqualTo("configurations");
    assertThat(environment.tables().tasks()).isEqualTo("tasks");
    assertThat(environment.tables().deliveries()).isEqualTo("deliveries");
    assertThat(environment.signatureKeyId()).isEqualTo("key");
    assertThat(environment.receiverRules()).isEqualTo(ReceiverRules.PRODUCTION);
    assertThat(environment.aws().region().id()).isEqualTo("eu-central-1");
  }

  @ParameterizedTest
  @CsvSource({"true,true", "false,false", "yes,false"})
  void httpReceiversAreAllowedByTrueAlone(String value, boolean allowed) {
    variables.put("HTTP_RECEIVERS_ALLOWED", value);

    assertThat(ConfigApiEnvironment.read(variables).receiverRules().httpAllowed())
        .isEqualTo(allowed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "WEBHOOK_CONFIGURATIONS_TABLE",
        "CDR_TASKS_TABLE",
        "DELIVERIES_TABLE",
        "SIGNATURE_KMS_KEY_ID",
        "AWS_REGION"
      })
  void missingVariableIsNamed(String name) {
    variables.put(name, "");

    assertThatThrownBy(() -> ConfigApiEnvironment.read(variables)).hasMessageContaining(name);
  }
}
