package io.cdrwebhooks.deployment;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.cloudformation.model.Output;

/// One deployed environment, described by the outputs of its two stacks.
record Environment(Account account, String name, Map<String, String> outputs) {
  Environment {
    outputs = Map.copyOf(outputs);
  }

  static Environment find(Account account, String name) {
    Map<String, String> outputs = new HashMap<>();
    for (String stack : new String[] {stateStack(name), serviceStack(name)}) {
      for (Output output : account.outputs(stack)) {
        outputs.put(output.outputKey(), output.outputValue());
      }
    }
    return new Environment(account, name, outputs);
  }

  URI apiUrl() {
    return URI.create(required("ApiBaseUrl"));
  }

  URI consoleUrl() {
    return URI.create(required("ConsoleUrl"));
  }

  String reportBucket() {
    return required("ReportBucketName");
  }

  String noticesBus() {
    return required("NoticesBusName");
  }

  Optional<String> userPool() {
    return Optional.ofNullable(outputs.get("UserPoolId"));
  }

  /// The client of programs that change things.
  Optional<String> writingPrograms() {
    return Optional.ofNullable(outputs.get("WritingProgramsClientId"));
  }

  String required(String output) {
    return Optional.ofNullable(outputs.get(output))
        .orElseThrow(
            () -> new TrialFailure("Neither stack of " + name + " has an output " + output));
  }

  String linksTable() {
    return table("RecordsDownloadLinks");
  }

  /// Returns the name of the table whose logical id in the template begins with `id`.
  String table(String id) {
    return account.resource(stateStack(name), "AWS::DynamoDB::Table", id);
  }

  static String stateStack(String name) {
    return serviceStack(name) + "-State";
  }

  static String serviceStack(String name) {
    return "CdrWebhooks-" + name;
  }
}
