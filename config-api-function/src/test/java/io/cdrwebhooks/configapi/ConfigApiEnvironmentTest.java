package io.cdrwebhooks.configapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
              "SIGNATURE_KMS_KEY_ID", "key"));

  @Test
  void variablesAreRead() {
    ConfigApiEnvironment environment = ConfigApiEnvironment.read(variables);

    assertThat(environment.configurationsTable()).isEqualTo("configurations");
    assertThat(environment.tasksTable()).isEqualTo("tasks");
    assertThat(environment.deliveriesTable()).isEqualTo("deliveries");
    assertThat(environment.signatureKeyId()).isEqualTo("key");
    assertThat(environment.receiverRules().httpAllowed()).isFalse();
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
        "SIGNATURE_KMS_KEY_ID"
      })
  void missingVariableIsNamed(String name) {
    variables.put(name, " ");

    assertThatThrownBy(() -> ConfigApiEnvironment.read(variables)).hasMessageContaining(name);
  }
}
