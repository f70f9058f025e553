package io.cdrwebhooks.bench.stand;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/// The environment variables of a deployed function whose AWS is a [CannedAws].
public final class FunctionSettings {
  private FunctionSettings() {}

  /// All that any of the functions reads, and what Lambda itself sets for each.
  public static Map<String, String> of(URI aws) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("AWS_REGION", "eu-central-1");
    variables.put("AWS_DEFAULT_REGION", "eu-central-1");
    variables.put("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE");
    variables.put("AWS_SECRET_ACCESS_KEY", "of-no-worth");
    variables.put("AWS_SESSION_TOKEN", "of-no-worth-either");
    // As in the deployment (infra's PublishedFunction, which says why).
    variables.put("JAVA_TOOL_OPTIONS", "-XX:+DisableExplicitGC");
    variables.put("AWS_ENDPOINT_URL", aws.toString());
    variables.put("WEBHOOK_CONFIGURATIONS_TABLE", CannedTables.NAMES.webhookConfigurations());
    variables.put("CDR_TASKS_TABLE", CannedTables.NAMES.cdrTasks());
    variables.put("DELIVERIES_TABLE", CannedTables.NAMES.deliveries());
    variables.put("DOWNLOAD_LINKS_TABLE", CannedTables.NAMES.downloadLinks());
    variables.put("STATISTICS_TABLE", CannedTables.NAMES.statistics());
    variables.put("DUE_ATTEMPTS_QUEUE_URL", aws + "/111122223333/due-attempts");
    variables.put("DUE_ATTEMPTS_DEAD_LETTERS_URL", aws + "/111122223333/due-attempts-dlq");
    variables.put("BACKGROUND_WORK_QUEUE_URL", aws + "/111122223333/background-work");
    variables.put("BACKGROUND_WORK_DEAD_LETTERS_URL", aws + "/111122223333/background-work-dlq");
    variables.put("ARRIVALS_DEAD_LETTERS_URL", aws + "/111122223333/report-arrivals-dlq");
    variables.put("NOTICES_BUS_NAME", "notices");
    variables.put("REPORT_BUCKET", CannedTables.BUCKET);
    variables.put("CALLBACK_BASE_URL", "https://cdr.example.com");
    variables.put("SIGNATURE_KMS_KEY_ID", CannedTables.KEY_ID);
    variables.put("HTTP_RECEIVERS_ALLOWED", "true");
    return variables;
  }
}
