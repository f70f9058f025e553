package io.cdrwebhooks.bench.stand;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdrwebhooks.aws.snapshot.CannedPart;
import io.cdrwebhooks.aws.snapshot.Rehearsal;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Answers for DynamoDB, SQS, KMS and EventBridge. A read finds an item that matches its key, and
/// every write succeeds. Every lane is free, and no other delivery waits in it. Each task has its
/// own configuration.
///
/// The answers are the parts of the file `canned-aws.txt` ([CannedPart]).
///
/// Requests are searched as text: parsing their JSON would cost more than the answer.
final class CannedAnswers {
  static final String BUCKET = "cdr-reports";

  private static final Pattern TASK_ID = attribute("taskId", "N");
  private static final Pattern ID = attribute("id", "S");
  private static final Pattern DELIVERY_ID =
      Pattern.compile("\"id\"\\s*:\\s*\\{\\s*\"S\"\\s*:\\s*\"(dlv_[^\"]+)\"");
  private static final Pattern SHARD = attribute(":key", "N");
  private static final Pattern TOKEN_HASH = attribute("tokenHash", "S");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DELIVERY = "\"item\":{\"S\":\"delivery\"}";
  private static final Answer UNKNOWN =
      Answer.json(400, "{\"__type\":\"UnknownOperationException\"}");

  /// The task of each recorded delivery. The lane reads the delivery again, and must find its
  /// configuration in it.
  private final Map<String, String> recorded = new ConcurrentHashMap<>();

  private final List<CannedPart> parts;

  CannedAnswers(URI receiver) throws IOException {
    Map<String, String> names = Map.of("{{receiver}}", receiver.toString(), "{{bucket}}", BUCKET);
    parts =
        CannedPart.parse(Rehearsal.resource(CannedAnswers.class, "canned-aws.txt"), names).stream()
            .map(part -> new CannedPart(part.operation(), part.words(), onOneLine(part.text())))
            .toList();
  }

  Answer answer(String operation, String request) {
    return parts.stream()
        .filter(part -> part.operation().equals(operation))
        .filter(part -> part.words().stream().allMatch(request::contains))
        .findFirst()
        .map(part -> Answer.json(200, filled(part.text(), request)))
        .orElse(UNKNOWN);
  }

  private static String onOneLine(String text) {
    return text.replaceAll("\n *", "");
  }

  private String filled(String text, String request) {
    if (text.contains("{md5}")) {
      return text.replace("{md5}", digestOfMessage(request));
    }
    String id =
        found(DELIVERY_ID, request)
            .or(() -> found(ID, request))
            .orElse(found(TOKEN_HASH, request).orElse(ofShard(request)));
    Optional<String> task = found(TASK_ID, request);
    if (request.contains(DELIVERY)) {
      task.ifPresent(named -> recorded.put(id, named));
    }
    String taskId = task.orElse(recorded.getOrDefault(id, "1"));
    String configurationId = id.startsWith("cfg_") ? id : configurationOf(taskId);
    return text.replace("{id}", id)
        .replace("{now}", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString())
        .replace("{taskId}", taskId)
        .replace("{configurationId}", configurationId);
  }

  static String configurationOf(String taskId) {
    return "cfg_%032d".formatted(Integer.parseInt(taskId));
  }

  private static String ofShard(String request) {
    int shard = found(SHARD, request).map(Integer::parseInt).orElse(0);
    return "dlv_%032x".formatted(shard);
  }

  /// Returns the digest of a message, which the SDK checks.
  private static String digestOfMessage(String request) {
    try {
      JsonNode sent = JSON.readTree(request);
      JsonNode message = sent.has("Entries") ? sent.get("Entries").get(0) : sent;
      String text = message.required("MessageBody").textValue();
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (JsonProcessingException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("request must have a MessageBody: " + request, e);
    }
  }

  private static Pattern attribute(String name, String type) {
    return Pattern.compile("\"" + name + "\"\\s*:\\s*\\{\\s*\"" + type + "\"\\s*:\\s*\"([^\"]+)\"");
  }

  private static Optional<String> found(Pattern pattern, String request) {
    Matcher matcher = pattern.matcher(request);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
