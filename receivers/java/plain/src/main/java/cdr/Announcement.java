package cdr;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The contents of a webhook. Sizes and ids need a long: test deliveries have the taskId 2^53 - 1. Only payload 2 has a
 * fileSha256; it is empty when it is not known.
 */
record Announcement(
    String callbackURL,
    String validUntil,
    String fileName,
    long fileSizeInBytes,
    long numberOfLines,
    String taskName,
    long taskId,
    String error,
    String fileSha256) {

  private static final JsonMapper JSON = new JsonMapper();
  private static final long LARGEST_NUMBER = (1L << 53) - 1;
  private static final Duration SOON = Duration.ofMinutes(10);
  private static final List<String> TEXTS =
      List.of("contentType", "httpMethod", "callbackURL", "validUntil", "fileName", "taskName", "error");
  private static final List<String> NUMBERS = List.of("fileSizeInBytes", "numberOfLines", "taskId");

  /** Empty if the body is not an announcement. Unknown properties are allowed. */
  static Optional<Announcement> read(byte[] body) {
    JsonNode json;
    try {
      // The decoder refuses bytes that are not UTF-8; new String(body, UTF_8) would replace them.
      json = JSON.readTree(UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString());
    } catch (CharacterCodingException | JacksonException e) {
      return Optional.empty();
    }
    boolean complete =
        TEXTS.stream().allMatch(name -> json.path(name).isString())
            && NUMBERS.stream().allMatch(name -> isCount(json.path(name)));
    if (!complete) return Optional.empty();
    return Optional.of(
        new Announcement(
            json.get("callbackURL").stringValue(),
            json.get("validUntil").stringValue(),
            json.get("fileName").stringValue(),
            json.get("fileSizeInBytes").longValue(),
            json.get("numberOfLines").longValue(),
            json.get("taskName").stringValue(),
            json.get("taskId").longValue(),
            json.get("error").stringValue(),
            json.path("fileSha256").isString() ? json.get("fileSha256").stringValue() : ""));
  }

  /** Returns whether there is a report to fetch. With one error the report is complete: only its lines were not counted. */
  boolean hasReport() {
    return error.isEmpty() || error.equals("Report is too large to count");
  }

  /** False for a time that cannot be parsed: the link itself answers 410 when it has expired. */
  boolean linkEndsSoon() {
    try {
      return Instant.parse(validUntil).isBefore(Instant.now().plus(SOON));
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static boolean isCount(JsonNode number) {
    return number.isIntegralNumber()
        && number.canConvertToLong()
        && number.longValue() >= 0
        && number.longValue() <= LARGEST_NUMBER;
  }

  /** A name that is safe to save under on Linux, macOS and Windows. The announced one is data, not a path. */
  static String safeName(String announced) {
    String name = announced.substring(Math.max(announced.lastIndexOf('/'), announced.lastIndexOf('\\')) + 1);
    name = name.replaceAll("[^\\p{L}0-9._ -]", "_").replaceAll("^\\.+", "").replaceAll("[. ]+$", "");
    if (name.isEmpty()) return "report.zip";
    boolean deviceOfWindows = name.matches("(?i)(con|prn|aux|nul|com[1-9]|lpt[1-9])(\\..*)?");
    return shortened(deviceOfWindows ? "_" + name : name);
  }

  /** At most 120 bytes of UTF-8, since file systems allow 255 and ours get a suffix. Keeps the extension. */
  private static String shortened(String name) {
    int dot = name.lastIndexOf('.');
    String extension = dot > 0 && bytes(name.substring(dot)) <= 16 ? name.substring(dot) : "";
    String start = name.substring(0, name.length() - extension.length());
    while (bytes(start + extension) > 120) {
      start = start.substring(0, start.offsetByCodePoints(start.length(), -1));
    }
    return start + extension;
  }

  private static int bytes(String text) {
    return text.getBytes(UTF_8).length;
  }
}
