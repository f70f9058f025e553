package io.cdrwebhooks.configapi;

import io.cdrwebhooks.aws.AwsAccess;
import io.cdrwebhooks.configuration.ReceiverRules;
import java.util.Map;

/// The settings of the function, as its deployment gives them in environment variables.
record ConfigApiEnvironment(
    Tables tables, String signatureKeyId, ReceiverRules receiverRules, AwsAccess aws) {

  /// What the tables are called in this deployment.
  record Tables(String configurations, String tasks, String deliveries) {}

  /// @throws IllegalArgumentException naming the variable that is missing
  static ConfigApiEnvironment read(Map<String, String> variables) {
    boolean httpAllowed = Boolean.parseBoolean(variables.get("HTTP_RECEIVERS_ALLOWED"));
    return new ConfigApiEnvironment(
        new Tables(
            required(variables, "WEBHOOK_CONFIGURATIONS_TABLE"),
            required(variables, "CDR_TASKS_TABLE"),
            required(variables, "DELIVERIES_TABLE")),
        required(variables, "SIGNATURE_KMS_KEY_ID"),
        // Addresses are vetted at each attempt, so loopback is not this function's question.
        new ReceiverRules(httpAllowed, false),
        AwsAccess.fromEnvironment(variables));
  }

  static ConfigApiEnvironment ofThisProcess() {
    return read(System.getenv());
  }

  private static String required(Map<String, String> variables, String name) {
    String value = variables.getOrDefault(name, "");
    if (value.isBlank()) {
      throw new IllegalArgumentException(name + " is not set");
    }
    return value;
  }
}
