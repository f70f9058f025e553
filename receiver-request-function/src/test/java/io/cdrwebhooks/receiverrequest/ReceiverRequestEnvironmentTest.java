package io.cdrwebhooks.receiverrequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.aws.dynamodb.table.TableNames;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiverRequestEnvironmentTest {
  static final Map<String, String> COMPLETE =
      Map.of(
          "AWS_REGION", "eu-central-1",
          "WEBHOOK_CONFIGURATIONS_TABLE", "configurations",
          "CDR_TASKS_TABLE", "tasks",
          "DELIVERIES_TABLE", "deliveries",
          "DOWNLOAD_LINKS_TABLE", "links",
          "SIGNATURE_KMS_KEY_ID", "key",
          "CALLBACK_BASE_URL", "https://cdr.example");

  @Test
  void settingsAreRead() {
    ReceiverRequestEnvironment environment = ReceiverRequestEnvironment.read(COMPLETE);

    assertThat(environment.tables())
        .isEqualTo(new TableNames("configurations", "tasks", "deliveries", "links", "", ""));
    assertThat(environment.callbackBaseUrl()).hasToString("https://cdr.example");
    assertThat(environment.signatureKeyId()).isEqualTo("key");
    assertThat(environment.metricsNamespace()).isEqualTo("CdrWebhooks");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "WEBHOOK_CONFIGURATIONS_TABLE",
        "CDR_TASKS_TABLE",
        "DELIVERIES_TABLE",
        "DOWNLOAD_LINKS_TABLE",
        "SIGNATURE_KMS_KEY_ID",
        "CALLBACK_BASE_URL"
      })
  void missingSettingIsNamed(String name) {
    Map<String, String> incomplete = new HashMap<>(COMPLETE);
    incomplete.remove(name);

    assertThatThrownBy(() -> ReceiverRequestEnvironment.read(incomplete))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name);
  }
}
