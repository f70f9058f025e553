package io.cdrwebhooks.bench.stand;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
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
/// The answers are in `canned-aws.txt`. A part of it begins with `###`, an operation and words. It
/// answers requests of this operation that contain these words, unless an earlier part does. A part
/// that begins with a `{{name}}` is text for later parts.
///
/// Requests are searched as text: parsing their JSON would cost more than the answer.
final class CannedAnswers {
  static final String BUCKET = "cdr-reports";

  private static final Pattern TASK_ID = attribute("taskId", "N");
  private static final Pattern ID = attribute("id", "S");
  private static final Pattern SHARD = attribute(":key", "N");
  private static final Pattern TOKEN_HASH = attribute("tokenHash", "S");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DELIVERY = "\"item\":{\"S\":\"delivery\"}";
  private static final Answer UNKNOWN =
      Answer.json(400, "{\"__type\":\"UnknownOperationException\"}");

  /// The task of each recorded delivery. The lane reads the delivery again, and must find its
  /// configuration in it.
  private final Map<String, String> recorded = new ConcurrentHashMap<>();

  private final List<Part> parts = new ArrayList<>();

  private record Part(String operation, List<String> words, String text) {
    boolean suits(String asked, String request) {
      return operation.equals(asked) && words.stream().allMatch(request::contains);
    }
  }

  CannedAnswers(URI receiver) {
    Map<String, String> named =
        new LinkedHashMap<>(Map.of("{{receiver}}", receiver.toString(), "{{bucket}}", BUCKET));
    List<String> all = List.of(file().split("(?m)^### "));
    for (String part : all.subList(1, all.size())) {
      int firstLine = part.indexOf('\n');
      String text = part.substring(firstLine).replaceAll("\n *", "");
      for (Map.Entry<String, String> name : named.entrySet()) {
        text = text.replace(name.getKey(), name.getValue());
      }
      List<String> words = List.of(part.substring(0, firstLine).split(" ", -1));
      if (words.getFirst().startsWith("{{")) {
        named.put(words.getFirst(), text);
      } else {
        parts.add(new Part(words.getFirst(), words.subList(1, words.size()), text));
      }
    }
  }

  private static String file() {
    try (InputStream file = CannedAnswers.class.getResourceAsStream("canned-aws.txt")) {
      return new String(requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
          .replaceAll("(?m)^# .*", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Answer answer(String operation, String request) {
    Optional<Part> part = parts.stream().filter(each -> each.suits(operation, request)).findFirst();
    return part.map(found -> Answer.json(200, filled(found.text(), request))).orElse(UNKNOWN);
  }

  private String filled(String text, String request) {
    if (text.contains("{md5}")) {
      return text.replace("{md5}", digestOfMessage(request));
    }
    String id = found(ID, request).orElse(found(TOKEN_HASH, request).orElse(ofShard(request)));
    Optional<String> task = found(TASK_ID, request);
    if (request.contains(DELIVERY)) {
      task.ifPresent(named -> recorded.put(id, named));
    }
    String taskId = task.orElse(recorded.getOrDefault(id, "1"));
    String configurationId = id.startsWith("cfg_") ? id : configurationOf(taskId);
    return text.replace("{id}", id)
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
