package io.cdrwebhooks.configapi.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.http.HttpResponse;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Removes secrets from answers to callers that may only read: it hides the values in the queries
/// of URLs. A receiver may keep a secret there, and the API cannot know which value is one.
///
/// It hides them in every text of the answer, whatever the field, and their repetitions in texts of
/// receivers. It does not find a value that a receiver has encoded in another way, or has repeated
/// in an answer of the API without the URL.
public final class ReaderView {
  /// The text that replaces a value. The API refuses to save a URL that contains it.
  public static final String HIDDEN = "***";

  /// A text with a query or a fragment. It ends at a character that no URL can have (RFC 3986). The
  /// pattern never backtracks, because receivers choose most texts.
  private static final Pattern REFERENCE =
      Pattern.compile("(?<![^\\s\"<>?#])([^\\s\"<>?#]*+)([?#][^\\s\"<>]*+)");

  /// A value, with its name if it has one.
  private static final Pattern VALUE = Pattern.compile("([?&;#])([^=&;#]*+=)?([^&;#]*)");

  /// The rest of a value in base64, which may be empty.
  private static final Pattern PADDING = Pattern.compile("=*");

  /// The fields with texts from receivers.
  private static final Set<String> RECEIVER_FIELDS = Set.of("answer", "value", "reason");

  /// The length of the shortest value whose repetitions are hidden. A shorter one is often part of
  /// a word.
  private static final int MIN_HIDDEN_LENGTH = 4;

  /// With more values than this, whole texts of receivers are hidden, because searching for each
  /// value would take too long.
  private static final int MOST_VALUES = 500;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ReaderView() {}

  /// Returns the answer without values that a reader must not see.
  public static HttpResponse hideSecrets(HttpResponse answer) {
    if (answer.body().isEmpty()) {
      return answer;
    }
    // The longest first, because one value may be a part of another.
    Set<String> values =
        new TreeSet<>(
            Comparator.comparingInt(String::length).reversed().thenComparing(value -> value));
    try {
      JsonNode body = JSON.readTree(answer.body());
      JsonNode hidden = changed("", body, (_, text) -> hide(text, values));
      JsonNode shown = changed("", hidden, (field, text) -> withoutThese(values, field, text));
      return new HttpResponse(answer.status(), answer.headers(), JSON.writeValueAsString(shown));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("an answer must be JSON", e);
    }
  }

  /// Hides the values of the queries and fragments in a text.
  public static String hide(String text) {
    return hide(text, new TreeSet<>());
  }

  /// Returns whether a URL was copied from an answer to a reader.
  public static boolean isCopied(String url) {
    return VALUE.matcher(url).results().anyMatch(value -> value.group(3).equals(HIDDEN));
  }

  private static String hide(String text, Set<String> values) {
    return REFERENCE
        .matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    isOfUrl(found.group())
                        ? found.group(1) + hideAll(found.group(2), values)
                        : found.group()));
  }

  /// Returns whether the text belongs to a URL and is not just a question: a URL has a path, or a
  /// name in its query.
  private static boolean isOfUrl(String reference) {
    return reference.indexOf('/') >= 0 || reference.indexOf('=') >= 0;
  }

  private static String hideAll(String query, Set<String> values) {
    return VALUE
        .matcher(query)
        .replaceAll(
            found -> {
              String part = found.group().substring(1);
              // A key in base64 ends in "=" and has no name.
              boolean isNamed = !PADDING.matcher(found.group(3)).matches();
              values.add(isNamed ? found.group(3) : part);
              String name = isNamed && found.group(2) != null ? found.group(2) : "";
              return Matcher.quoteReplacement(
                  found.group(1) + name + (part.isEmpty() ? "" : HIDDEN));
            });
  }

  private static String withoutThese(Set<String> values, String field, String text) {
    String rest = text;
    if (RECEIVER_FIELDS.contains(field) && values.size() > MOST_VALUES) {
      return text.isEmpty() ? text : HIDDEN;
    }
    if (RECEIVER_FIELDS.contains(field)) {
      for (String value : values) {
        rest = value.length() < MIN_HIDDEN_LENGTH ? rest : without(value, rest);
      }
    }
    return rest;
  }

  /// Replaces a value whatever its case: a receiver may print a token in capitals.
  private static String without(String value, String text) {
    return Pattern.compile(value, Pattern.LITERAL | Pattern.CASE_INSENSITIVE)
        .matcher(text)
        .replaceAll(Matcher.quoteReplacement(HIDDEN));
  }

  /// Returns a copy in which `change` has replaced each text, given the name of its field and the
  /// text.
  private static JsonNode changed(String field, JsonNode node, BinaryOperator<String> change) {
    return switch (node) {
      case ObjectNode object -> {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        object
            .properties()
            .forEach(
                each -> copy.set(each.getKey(), changed(each.getKey(), each.getValue(), change)));
        yield copy;
      }
      case ArrayNode array -> {
        ArrayNode copy = JsonNodeFactory.instance.arrayNode();
        array.forEach(each -> copy.add(changed(field, each, change)));
        yield copy;
      }
      default ->
          node.isTextual()
              ? JsonNodeFactory.instance.textNode(change.apply(field, node.textValue()))
              : node;
    };
  }
}
