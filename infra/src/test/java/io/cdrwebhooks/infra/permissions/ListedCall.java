package io.cdrwebhooks.infra.permissions;

import io.cdrwebhooks.aws.dynamodb.DynamoDbTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A line of `build-support/calls.txt`: a call that a function's code makes to AWS.
record ListedCall(String handler, String service, String operation, String resource) {
  private static final Pattern LINE = Pattern.compile("(\\S+): (\\S+) (\\S+) ([a-z-]+)");

  private static final Map<String, String> TABLES =
      Map.of(
          "webhook-configurations", "RecordsWebhookConfigurations",
          "cdr-tasks", "RecordsCdrTasks",
          "deliveries", "RecordsDeliveries",
          "download-links", "RecordsDownloadLinks",
          "statistics", "RecordsStatistics",
          "changes", "RecordsChanges");

  private static final Map<String, String> QUEUES =
      Map.of(
          "due-attempts", "DueAttemptsQueue",
          "due-attempts-dlq", "DueAttemptsDeadLetters",
          "background-work", "BackgroundWorkQueue",
          "background-work-dlq", "BackgroundWorkDeadLetters",
          "report-arrivals-dlq", "ReportArrivalsDeadLetters");

  /// The indexes of a handler that queries no others.
  private static final Map<String, List<String>> INDEXES =
      Map.of(
          "io.cdrwebhooks.receiverrequest.ReceiverRequestHandler",
          List.of(DynamoDbTables.BY_CONFIGURATION, DynamoDbTables.BY_NUMBER));

  static final String BUCKET = "ReportArrivalsReports";

  /// Also what the signer of a URL needs for it.
  private static final List<Permission> READS_OBJECTS =
      List.of(
          new Permission("s3:GetObject", BUCKET, "/reports/*"),
          new Permission("s3:GetObjectVersion", BUCKET, "/reports/*"),
          new Permission("s3:GetObject", BUCKET, "/samples/*"),
          new Permission("s3:GetObjectVersion", BUCKET, "/samples/*"));

  static List<ListedCall> all() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("..", "build-support", "calls.txt"))) {
      return lines.filter(line -> !line.startsWith("//")).map(ListedCall::of).toList();
    }
  }

  private static ListedCall of(String line) {
    MatchResult parts =
        LINE.matcher(line)
            .results()
            .filter(found -> found.group().equals(line))
            .findFirst()
            .orElseThrow(() -> new AssertionError("not a call: " + line));
    return new ListedCall(parts.group(1), parts.group(2), parts.group(3), parts.group(4));
  }

  /// Returns the permissions that a role needs for it. Source: Service Authorization Reference, and
  /// "Using IAM with DynamoDB transactions": the parts of a transaction are listed as separate
  /// calls.
  List<Permission> needs() {
    return switch (service + " " + operation) {
      case "s3 GetObject", "s3 HeadObject" ->
          Stream.concat(READS_OBJECTS.stream(), missingObject().stream()).toList();
      case "s3 PutObject" -> List.of(new Permission("s3:PutObject", BUCKET, "/samples/*"));
      case "s3 ListObjectsV2" -> List.of(Permission.on(BUCKET, "s3:ListBucket"));
      case "s3 ListObjectVersions" -> List.of(Permission.on(BUCKET, "s3:ListBucketVersions"));
      case "s3 GetBucketVersioning" -> List.of(Permission.on(BUCKET, "s3:GetBucketVersioning"));
      case "sqs SendMessage", "sqs SendMessageBatch" ->
          List.of(Permission.on(QUEUES.get(resource), "sqs:SendMessage"));
      case "sqs GetQueueAttributes" ->
          List.of(
              Permission.on("DueAttemptsQueue", "sqs:GetQueueAttributes"),
              Permission.on("BackgroundWorkQueue", "sqs:GetQueueAttributes"));
      case "kms Encrypt" -> List.of(Permission.on("SignatureEncryptionKey", "kms:Encrypt"));
      case "kms Decrypt" -> List.of(Permission.on("SignatureEncryptionKey", "kms:Decrypt"));
      case "sns GetTopicAttributes" ->
          List.of(
              Permission.on("WatchTopicsAlarms", "sns:GetTopicAttributes"),
              Permission.on("WatchTopicsNotices", "sns:GetTopicAttributes"));
      case "eventbridge PutEvents" -> List.of(Permission.on("NoticesBus", "events:PutEvents"));
      case "dynamodb index" ->
          INDEXES.getOrDefault(handler, List.of("*")).stream()
              .map(index -> new Permission("dynamodb:Query", table(), "/index/" + index))
              .toList();
      case "dynamodb BatchGetItem",
          "dynamodb BatchWriteItem",
          "dynamodb ConditionCheckItem",
          "dynamodb DeleteItem",
          "dynamodb DescribeTable",
          "dynamodb GetItem",
          "dynamodb PutItem",
          "dynamodb Query",
          "dynamodb Scan",
          "dynamodb UpdateItem" ->
          List.of(Permission.on(table(), "dynamodb:" + operation));
      default -> throw new AssertionError("which action does this call need? " + this);
    };
  }

  /// The permission that makes S3 answer 404 instead of 403 for a missing object. The functions
  /// that are open to everyone may list nothing.
  private List<Permission> missingObject() {
    return handler.equals("io.cdrwebhooks.dispatch.DispatchHandler")
        ? List.of(Permission.on(BUCKET, "s3:ListBucket"))
        : List.of();
  }

  private String table() {
    String table = TABLES.get(resource);
    if (table == null) {
      throw new AssertionError("a call of no table of the template: " + this);
    }
    return table;
  }
}
