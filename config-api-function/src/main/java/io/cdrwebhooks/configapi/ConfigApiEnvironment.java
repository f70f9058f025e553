package io.cdrwebhooks.configapi;

import io.cdrwebhooks.configuration.ReceiverRules;
import java.util.Map;
import java.util.Optional;

/// The settings of the function, as its deployment gives them in environment variables.
record ConfigApiEnvironment(
    String configurationsTable,
    String tasksTable,
    String deliveriesTable,
    String signatureKeyId,
    ReceiverRules receiverRules) {

  /// @throws IllegalStateException naming the variable that is missing
  static ConfigApiEnvironment read(Map<String, String> variables) {
    boolean httpAllowed = Boolean.parseBoolean(variables.get("HTTP_RECEIVERS_ALLOWED"));
    return new ConfigApiEnvironment(
        required(variables, "WEBHOOK_CONFIGURATIONS_TABLE"),
        required(variables, "CDR_TASKS_TABLE"),
        required(variables, "DELIVERIES_TABLE"),
        required(variables, "SIGNATURE_KMS_KEY_ID"),
        new ReceiverRules(httpAllowed, false));
  }

  private static String required(Map<String, String> variables, String name) {
    return Optional.ofNullable(variables.get(name))
        .filter(value -> !value.isBlank())
        .orElseThrow(() -> new IllegalStateException("the environment lacks " + name));
  }
}
