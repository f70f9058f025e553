package io.cdrwebhooks.bench.stand;

import io.cdrwebhooks.aws.snapshot.CannedPart;
import io.cdrwebhooks.aws.snapshot.Rehearsal;
import io.cdrwebhooks.bench.stand.LoopbackServer.Answer;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Answers for DynamoDB, SQS, KMS and EventBridge. A read finds an item that matches its key, and
/// every write succeeds. Every lane is free, and no other delivery waits in it. Each task has its
/// own configuration.
///
/// The answers are the parts of the file `canned-aws.txt` ([CannedPart]).
///
/// The stand searches the text of requests as the SDK writes it, because parsing the JSON would
/// cost more than the answer. It must answer far faster than the functions send requests.
final class AwsAnswers {
  static final String BUCKET = "cdr-reports";

  private static final String TASK_ID = "\"taskId\":{\"N\":\"";
  private static final String ID = "\"id\":{\"S\":\"";
  private static final String SHARD = "\":key\":{\"N\":\"";
  private static final String TOKEN_HASH = "\"tokenHash\":{\"S\":\"";
  private static final String DELIVERY = "\"item\":{\"S\":\"delivery\"}";
  private static final Answer UNKNOWN =
      Answer.json(400, "{\"__type\":\"UnknownOperationException\"}");

  /// The task of each recorded delivery. The lane reads the delivery again, and must find its
  /// configuration in it.
  private final Map<String, String> recorded = new ConcurrentHashMap<>();

  private final Map<String, List<CannedPart>> partsByOperation;

  AwsAnswers(URI receiver) throws IOException {
    Map<String, String> names = Map.of("{{receiver}}", receiver.toString(), "{{bucket}}", BUCKET);
    partsByOperation =
        CannedPart.parse(Rehearsal.resource(AwsAnswers.class, "canned-aws.txt"), names).stream()
            .collect(Collectors.groupingBy(CannedPart::operation));
  }

  Answer answer(String operation, String request) {
    if (request.contains(DELIVERY)) {
      found(TASK_ID, request).ifPresent(task -> recorded.put(id(request), task));
    }
    return partsByOperation.getOrDefault(operation, List.of()).stream()
        .filter(part -> part.words().stream().allMatch(request::contains))
        .findFirst()
        .map(part -> Answer.json(200, filled(part.text(), request)))
        .orElse(UNKNOWN);
  }

  private String filled(String text, String request) {
    String id = id(request);
    String task = task(request);
    return text.replace("{id}", id)
        .replace("{taskId}", task)
        .replace("{configurationId}", id.startsWith("cfg_") ? id : configurationOf(task))
        .replace("{now}", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
  }

  /// Returns the delivery's id if a request has other keys too.
  private static String id(String request) {
    return found(ID + "dlv_", request)
        .map(digits -> "dlv_" + digits)
        .or(() -> found(ID, request))
        .or(() -> found(TOKEN_HASH, request))
        .orElseGet(() -> ofShard(request));
  }

  private String task(String request) {
    return found(TASK_ID, request).orElseGet(() -> recorded.getOrDefault(id(request), "1"));
  }

  static String configurationOf(String taskId) {
    return "cfg_%032d".formatted(Integer.parseInt(taskId));
  }

  private static String ofShard(String request) {
    int shard = found(SHARD, request).map(Integer::parseInt).orElse(0);
    return "dlv_%032x".formatted(shard);
  }

  /// Returns the text between `start` and the next quotation mark.
  private static Optional<String> found(String start, String request) {
    int at = request.indexOf(start);
    if (at < 0) {
      return Optional.empty();
    }
    int from = at + start.length();
    return Optional.of(request.substring(from, request.indexOf('"', from)));
  }
}
