package io.cdrwebhooks.configapi;

import io.cdrwebhooks.aws.AwsAccess;
import io.cdrwebhooks.aws.FunctionVariables;
import io.cdrwebhooks.configuration.ReceiverRules;
import java.util.Map;

/// The settings of the function, as its deployment gives them in environment variables.
record ConfigApiEnvironment(
    Tables tables, String signatureKeyId, ReceiverRules receiverRules, AwsAccess aws) {

  /// What the tables are called in this deployment.
  record Tables(String configurations, String tasks, String deliveries) {}

  /// @throws IllegalArgumentException naming the variable that is missing
  static ConfigApiEnvironment read(Map<String, String> environment) {
    FunctionVariables variables = new FunctionVariables(environment);
    return new ConfigApiEnvironment(
        new Tables(
            variables.required("WEBHOOK_CONFIGURATIONS_TABLE"),
            variables.required("CDR_TASKS_TABLE"),
            variables.required("DELIVERIES_TABLE")),
        variables.required("SIGNATURE_KMS_KEY_ID"),
        // Addresses are vetted at each attempt, so loopback is not this function's question.
        new ReceiverRules(variables.isTrue("HTTP_RECEIVERS_ALLOWED"), false),
        variables.awsAccess());
  }

  static ConfigApiEnvironment ofThisProcess() {
    return read(System.getenv());
  }
}
