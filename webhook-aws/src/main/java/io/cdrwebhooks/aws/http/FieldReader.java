package io.cdrwebhooks.aws.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.http.Problem.FieldError;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.SignatureKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/// Reads the fields of one body and collects all errors, so that one answer names them all.
///
/// After the last field, [#finish] returns the result or the errors. Each body needs a new reader.
public final class FieldReader {
  /// The hint for a field that only answers have.
  public static final String READ_ONLY = "cannot be set: leave it out";

  private static final int MAX_NAME_SHOWN = 100;
  private static final int MIN_DIFFERENT_CHARACTERS = 8;

  private final ObjectNode body;
  private final Set<String> known = new HashSet<>();
  private final List<FieldError> errors = new ArrayList<>();

  public FieldReader(ObjectNode body) {
    this.body = body;
  }

  /// Reads the body of an operation without fields.
  public static Step<ObjectNode> readNone(ObjectNode body) {
    return new FieldReader(body).finish(Map.of(), () -> body);
  }

  /// Returns whether the body has the field, null included.
  public boolean has(String field) {
    return body.has(field);
  }

  /// Returns the field's value; empty when it is absent or null.
  public Optional<JsonNode> value(String field) {
    known.add(field);
    return Optional.ofNullable(body.get(field)).filter(node -> !node.isNull());
  }

  /// Reads a required text. Notes an error and returns empty if it is missing or has unpaired
  /// surrogates.
  public Optional<String> requiredText(String field) {
    Optional<JsonNode> value = value(field);
    if (value.isEmpty()) {
      return refuse(field, "is required");
    }
    if (!value.get().isTextual()) {
      return refuse(field, "must be a string");
    }
    String text = value.get().textValue();
    return isWellFormed(text)
        ? Optional.of(text)
        : refuse(field, "must not contain an unpaired surrogate");
  }

  /// Reads text like [#requiredText], but refuses characters that are invisible or change the
  /// direction of writing.
  public Optional<String> requiredVisibleText(String field) {
    Optional<String> text = requiredText(field);
    OptionalInt hidden = InvisibleText.first(text.orElse(""));
    return hidden.isPresent()
        ? refuse(
            field, "must not contain the invisible character U+%04X".formatted(hidden.getAsInt()))
        : text;
  }

  /// Reads a required name of 1 to 100 characters, and strips the white space around it. It refuses
  /// each space but U+0020: a name with another one looks like a name that exists.
  public Optional<String> name(String field) {
    Optional<String> given = requiredVisibleText(field);
    OptionalInt space = given.orElse("").codePoints().filter(FieldReader::isOtherSpace).findFirst();
    if (space.isPresent()) {
      return refuse(
          field, "must not contain U+%04X: use an ordinary space".formatted(space.getAsInt()));
    }
    Optional<String> name = given.map(String::strip);
    if (name.isPresent() && !hasLength(name.get(), 1, 100)) {
      return refuse(field, "must have 1 to 100 characters");
    }
    if (name.isPresent() && name.get().codePoints().anyMatch(FieldReader::breaksLines)) {
      return refuse(field, "must not contain control characters");
    }
    return name;
  }

  /// Reads a boolean; returns `absent` if the body lacks the field. Null is an error.
  public boolean flag(String field, boolean absent) {
    known.add(field);
    JsonNode value = body.get(field);
    if (value == null) {
      return absent;
    }
    if (!value.isBoolean()) {
      refuse(field, "must be true or false");
    }
    return value.booleanValue();
  }

  /// Reads a required Signature of 16 to 256 characters, at least eight of them different: an
  /// attacker with one captured request could guess a simpler one. The error does not repeat it.
  public Optional<SignatureKey> signature(String field) {
    Optional<String> text = requiredText(field);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (!hasLength(text.get(), 16, 256)) {
      return refuse(field, "must have 16 to 256 characters");
    }
    if (text.get().codePoints().distinct().count() < MIN_DIFFERENT_CHARACTERS) {
      return refuse(field, "must have at least 8 different characters");
    }
    return isBlank(text.get().codePointAt(0))
            || isBlank(text.get().codePointBefore(text.get().length()))
        ? refuse(field, "must not begin or end with a blank")
        : text.map(SignatureKey::new);
  }

  /// Reads a required configuration id. It does not check that the configuration exists.
  public Optional<ConfigurationId> requiredConfiguration(String field) {
    Optional<String> text = requiredText(field);
    Optional<ConfigurationId> id = text.flatMap(ConfigurationId::parse);
    return text.isPresent() && id.isEmpty()
        ? refuse(field, "must be the id of a webhook configuration")
        : id;
  }

  /// Reads an instant of RFC 3339, cut to whole milliseconds. Returns empty if it is absent, null,
  /// or invalid; if invalid, it notes the error.
  public Optional<Instant> instant(String field) {
    return parsed(
        field,
        Timestamps::parse,
        "must be a date and time with an offset, such as 2026-03-01T10:00:00Z");
  }

  /// Reads a text with `parse`, which returns empty for text that breaks the rule. Returns empty if
  /// the field is absent, null, or invalid; if invalid, it notes the error.
  public <T> Optional<T> parsed(String field, Function<String, Optional<T>> parse, String rule) {
    Optional<JsonNode> value = value(field);
    Optional<T> parsed = value.filter(JsonNode::isTextual).map(JsonNode::textValue).flatMap(parse);
    return value.isPresent() && parsed.isEmpty() ? refuse(field, rule) : parsed;
  }

  /// Reads a required instant of RFC 3339, cut to whole milliseconds.
  public Optional<Instant> requiredInstant(String field) {
    return value(field).isPresent() ? instant(field) : refuse(field, "is required");
  }

  /// Reads a whole number within the bounds. Returns empty if it is absent, null, or invalid; if
  /// invalid, it notes the error.
  public OptionalLong wholeNumber(String field, long least, long most) {
    Optional<JsonNode> value = value(field);
    if (value.isEmpty()) {
      return OptionalLong.empty();
    }
    OptionalLong number = wholeNumber(value.get());
    if (number.isEmpty() || number.getAsLong() < least || number.getAsLong() > most) {
      refuse(field, "must be a whole number from " + least + " to " + most);
      return OptionalLong.empty();
    }
    return number;
  }

  /// Returns the number if it is whole and fits into a `long`. As in JSON Schema, 1.0 is a whole
  /// number.
  public static OptionalLong wholeNumber(JsonNode value) {
    return value.canConvertToExactIntegral() && value.canConvertToLong()
        ? OptionalLong.of(value.longValue())
        : OptionalLong.empty();
  }

  /// Reads a required whole number within the bounds.
  public OptionalLong requiredWholeNumber(String field, long least, long most) {
    if (value(field).isEmpty()) {
      refuse(field, "is required");
    }
    return wholeNumber(field, least, most);
  }

  /// Notes an error, and returns empty in place of the missing value.
  public <T> Optional<T> refuse(String field, String detail) {
    errors.add(new FieldError(field, detail));
    return Optional.empty();
  }

  /// Returns whether the text has `least` to `most` characters (Unicode code points).
  public static boolean hasLength(String text, int least, int most) {
    int characters = text.codePointCount(0, text.length());
    return characters >= least && characters <= most;
  }

  /// Returns the result of `value`, or 422 if a field was invalid or the body has unknown fields.
  /// `hints` explain some unknown fields by name.
  public <T> Step<T> finish(Map<String, String> hints, Supplier<T> value) {
    for (String field : (Iterable<String>) body::fieldNames) {
      if (!known.contains(field)) {
        refuse(shown(field), hints.getOrDefault(field, "is not a field of this resource"));
      }
    }
    return errors.isEmpty()
        ? new Step.Continue<>(value.get())
        : Step.refused(new Problem(422, "The body has invalid fields.", errors));
  }

  private static String shown(String field) {
    int length = field.codePointCount(0, field.length());
    return length <= MAX_NAME_SHOWN
        ? field
        : field.substring(0, field.offsetByCodePoints(0, MAX_NAME_SHOWN)) + "...";
  }

  private static boolean isWellFormed(String text) {
    return text.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE);
  }

  private static boolean isOtherSpace(int codePoint) {
    return codePoint != ' ' && Character.getType(codePoint) == Character.SPACE_SEPARATOR;
  }

  /// Returns whether the character is blank. Java does not count no-break spaces as white space;
  /// this method does.
  private static boolean isBlank(int codePoint) {
    return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
  }

  private static boolean breaksLines(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
      default -> false;
    };
  }
}
