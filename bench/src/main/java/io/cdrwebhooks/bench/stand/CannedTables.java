package io.cdrwebhooks.bench.stand;

import io.cdrwebhooks.aws.dynamodb.TableNames;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// DynamoDB: a read finds an item that suits its key, and every write is carried out. Every lane is
/// free, and no other delivery waits in it. Each task has its own configuration.
///
/// The requests are looked through as text: reading them as JSON would cost more than the answer.
final class CannedTables {
  static final TableNames NAMES = TableNames.withPrefix("");
  static final String BUCKET = "cdr-reports";
  static final String KEY_ID = "arn:aws:kms:eu-central-1:111122223333:key/0";

  private static final Pattern TABLE = field("TableName");
  private static final Pattern TASK_ID = attribute("taskId", "N");
  private static final Pattern ID = attribute("id", "S");
  private static final Pattern TOKEN_HASH = attribute("tokenHash", "S");
  private static final Pattern SHARD = attribute(":key", "N");
  private static final String LANE = "lane_";
  private static final String TASKS = "\"" + NAMES.cdrTasks() + "\"";
  private static final String DELIVERY = "\"item\":{\"S\":\"delivery\"}";
  private static final String CONFIGURATIONS = "\"" + NAMES.webhookConfigurations() + "\"";
  private static final Answer NO_ATTRIBUTES = Answer.json(200, "{}");
  private static final Answer NOTHING_FOUND = Answer.json(200, "{\"Items\":[],\"Count\":0}");
  private static final Answer NO_BATCH =
      Answer.json(200, "{\"Responses\":{},\"UnprocessedKeys\":{}}");

  /// The task of each delivery that was recorded.
  private final Map<String, String> recorded = new ConcurrentHashMap<>();

  private volatile URI receiver;

  CannedTables(URI receiver) {
    this.receiver = receiver;
  }

  void sendReportsTo(URI otherReceiver) {
    receiver = otherReceiver;
  }

  Answer answer(String operation, String request) {
    return switch (operation) {
      case "GetItem" -> Answer.json(200, "{\"Item\":" + item(found(TABLE, request), request) + "}");
      case "UpdateItem" -> updated(request);
      case "PutItem" -> {
        keep(request);
        yield NO_ATTRIBUTES;
      }
      case "DeleteItem", "TransactWriteItems" -> NO_ATTRIBUTES;
      case "Query" -> queried(request);
      case "Scan" -> scanned(request);
      case "BatchGetItem" -> gotTogether(request);
      case "BatchWriteItem" -> NO_BATCH;
      default -> Answer.json(400, "{\"__type\":\"UnknownOperationException\"}");
    };
  }

  private String item(String table, String request) {
    if (table.equals(NAMES.cdrTasks())) {
      return task(found(TASK_ID, request));
    }
    if (table.equals(NAMES.webhookConfigurations())) {
      return configuration(found(ID, request));
    }
    if (table.equals(NAMES.downloadLinks())) {
      return link(found(TOKEN_HASH, request));
    }
    return delivery(found(ID, request));
  }

  /// Keeps the task of each delivery: the lane reads the delivery again, and must find its
  /// configuration in it.
  private void keep(String request) {
    if (request.contains(DELIVERY)) {
      recorded.put(found(ID, request), found(TASK_ID, request));
    }
  }

  /// An update that asks for the new item takes a lane or follows a link for the first time.
  private Answer updated(String request) {
    if (!request.contains("\"ALL_NEW\"")) {
      return NO_ATTRIBUTES;
    }
    String id = found(ID, request);
    String item = id.startsWith(LANE) ? lane(id) : delivery(id);
    return Answer.json(200, "{\"Attributes\":" + item + "}");
  }

  /// One delivery is overdue in each shard; the lists and the lanes are empty.
  private Answer queried(String request) {
    if (!request.contains("\"due\"")) {
      return NOTHING_FOUND;
    }
    String id = "dlv_%032x".formatted(Integer.parseInt(found(SHARD, request)));
    return Answer.json(200, "{\"Items\":[" + delivery(id) + "],\"Count\":1}");
  }

  private Answer scanned(String request) {
    String item =
        found(TABLE, request).equals(NAMES.cdrTasks())
            ? task("1")
            : configuration(configurationOf("1"));
    return Answer.json(200, "{\"Items\":[" + item + "],\"Count\":1,\"ScannedCount\":1}");
  }

  /// A task and its configuration are there; counts and deliveries are not.
  private Answer gotTogether(String request) {
    if (!request.contains(TASKS)) {
      return NO_BATCH;
    }
    String taskId = found(TASK_ID, request);
    return Answer.json(
        200,
        "{\"Responses\":{"
            + TASKS
            + ":["
            + task(taskId)
            + "],"
            + CONFIGURATIONS
            + ":["
            + configuration(configurationOf(taskId))
            + "]},\"UnprocessedKeys\":{}}");
  }

  private static String task(String id) {
    return """
    {"taskId":{"N":"%s"},"taskName":{"S":"Export"},"revision":{"N":"1"},\
    "writtenBy":{"S":"0"},"configurationId":{"S":"%s"}}"""
        .formatted(id, configurationOf(id));
  }

  private static String configurationOf(String taskId) {
    return "cfg_%032d".formatted(Integer.parseInt(taskId));
  }

  private static String lane(String id) {
    return """
    {"id":{"S":"%s"},"item":{"S":"lane"},"leasedUntil":{"S":"2099-01-01T00:00:00.000Z"}}"""
        .formatted(id);
  }

  private String configuration(String id) {
    return """
    {"id":{"S":"%s"},"name":{"S":"Billing"},"url":{"S":"%s"},"enabled":{"BOOL":true},\
    "signatures":{"L":[{"M":{"keyId":{"S":"%s"},"ciphertext":{"S":"b2Ytbm8td29ydGg="},\
    "hint":{"S":"mac"},"from":{"S":"2026-01-01T00:00:00.000Z"}}}]},"revision":{"N":"1"},\
    "createdAt":{"S":"2026-01-01T00:00:00.000Z"},"updatedAt":{"S":"2026-01-01T00:00:00.000Z"},\
    "writtenBy":{"S":"0"}}"""
        .formatted(id, receiver, KEY_ID);
  }

  private static String link(String tokenHash) {
    return """
    {"tokenHash":{"S":"%s"},"deliveryId":{"S":"dlv_0123456789abcdef0123456789abcdef"},\
    "bucket":{"S":"%s"},"taskId":{"N":"1"},"fileName":{"S":"tx00001.zip"},\
    "validUntil":{"S":"2099-01-01T00:00:00.000Z"},"revoked":{"BOOL":false}}"""
        .formatted(tokenHash, BUCKET);
  }

  /// Its report says how many lines it has.
  private String delivery(String id) {
    String taskId = recorded.getOrDefault(id, "1");
    return """
    {"id":{"S":"%s"},"item":{"S":"delivery"},"taskId":{"N":"%s"},"configurationId":{"S":"%s"},\
    "bucket":{"S":"%s"},"fileName":{"S":"tx00001.zip"},"fileSizeInBytes":{"N":"1000"},\
    "createdAt":{"S":"2026-01-01T00:00:00.000Z"},"status":{"S":"PENDING"},"round":{"N":"1"},\
    "attempt":{"N":"0"},"dueAt":{"S":"2026-01-01T00:00:00.000Z"},"dueShard":{"N":"0"},\
    "roundBeganAt":{"S":"2026-01-01T00:00:00.000Z"},"numberOfLines":{"N":"100"},\
    "linkFollowedAt":{"S":"2026-01-01T00:00:00.000Z"},"linkFollows":{"N":"1"},\
    "linkLastFollowedAt":{"S":"2026-01-01T00:00:00.000Z"}}"""
        .formatted(id, taskId, configurationOf(taskId), BUCKET);
  }

  private static Pattern field(String name) {
    return Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]+)\"");
  }

  private static Pattern attribute(String name, String type) {
    return Pattern.compile("\"" + name + "\"\\s*:\\s*\\{\\s*\"" + type + "\"\\s*:\\s*\"([^\"]+)\"");
  }

  private static String found(Pattern pattern, String request) {
    Matcher matcher = pattern.matcher(request);
    if (!matcher.find()) {
      throw new IllegalArgumentException("a request without " + pattern);
    }
    return matcher.group(1);
  }
}
