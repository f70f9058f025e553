package io.cdrwebhooks.local.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.cdrwebhooks.aws.awsevents.Problem;
import io.cdrwebhooks.aws.awsevents.Problem.FieldError;
import io.cdrwebhooks.local.gateway.GatewayAnswer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/// The fields of the JSON object that a request brings, under the rules of the API: 413, 415, 400,
/// and one 422 that names all that is wrong.
///
/// For one request: after the last field, [#refusal] tells whether they hold. No answer quotes what
/// was sent.
final class RequestFields {
  private static final int LIMIT_BYTES = 16 * 1024;
  private static final int DEEPEST_NESTING = 32;
  private static final int LONGEST_NUMBER = 100;
  private static final int LONGEST_NAME_SHOWN = 100;
  private static final Pattern JSON_TYPE =
      Pattern.compile(
          "application/json[ \t]*(;[ \t]*(charset=(utf-8|\"utf-8\"))?[ \t]*)?",
          Pattern.CASE_INSENSITIVE);
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST_NESTING)
                          .maxNumberLength(LONGEST_NUMBER)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final ObjectNode body;
  private final Set<String> known = new HashSet<>();
  private final List<FieldError> errors = new ArrayList<>();

  private RequestFields(ObjectNode body) {
    this.body = body;
  }

  /// What became of reading.
  sealed interface Reading {
    record Read(RequestFields fields) implements Reading {}

    record Refused(GatewayAnswer answer) implements Reading {}
  }

  static Reading read(HttpExchange exchange) throws IOException {
    byte[] bytes = exchange.getRequestBody().readNBytes(LIMIT_BYTES + 1);
    if (bytes.length > LIMIT_BYTES) {
      return refused(413, "The body is larger than " + LIMIT_BYTES + " bytes.");
    }
    String type =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type")).orElse("");
    if (!JSON_TYPE.matcher(type.strip()).matches()) {
      return refused(415, "The body must be sent as application/json, in UTF-8.");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return JSON.readTree(text) instanceof ObjectNode fields
          ? new Reading.Read(new RequestFields(fields))
          : refused(400, "The body must be a JSON object.");
    } catch (CharacterCodingException _) {
      return refused(400, "The body is not valid UTF-8.");
    } catch (JsonProcessingException _) {
      return refused(400, "The body is not valid JSON with each name once.");
    }
  }

  private static Reading refused(int status, String detail) {
    return new Reading.Refused(problem(Problem.of(status, detail)));
  }

  static GatewayAnswer problem(Problem problem) {
    return GatewayAnswer.of(problem.toResponse()).withHeader("Cache-Control", "no-store");
  }

  /// Empty text if the field is at fault.
  String text(String field) {
    Optional<JsonNode> value = value(field);
    if (value.isPresent() && !value.get().isTextual()) {
      refuse(field, "must be a string");
    }
    return value.map(JsonNode::asText).orElse("");
  }

  /// Empty if the field is at fault.
  OptionalLong wholeNumber(String field, long least, long most) {
    Optional<JsonNode> value = value(field);
    if (value.isEmpty()) {
      return OptionalLong.empty();
    }
    JsonNode number = value.get();
    if (!number.isIntegralNumber()
        || !number.canConvertToLong()
        || number.longValue() < least
        || number.longValue() > most) {
      refuse(field, "must be a whole number from " + least + " to " + most);
      return OptionalLong.empty();
    }
    return OptionalLong.of(number.longValue());
  }

  private Optional<JsonNode> value(String field) {
    known.add(field);
    Optional<JsonNode> value = Optional.ofNullable(body.get(field)).filter(node -> !node.isNull());
    if (value.isEmpty()) {
      refuse(field, "is required");
    }
    return value;
  }

  void refuse(String field, String detail) {
    errors.add(new FieldError(field, detail));
  }

  /// The answer if a field is at fault, or is there without having been asked for.
  Optional<GatewayAnswer> refusal() {
    for (String field : (Iterable<String>) body::fieldNames) {
      if (known.add(field)) {
        refuse(shown(field), "is not a field of this resource");
      }
    }
    return errors.isEmpty()
        ? Optional.empty()
        : Optional.of(problem(new Problem(422, "The body has fields at fault.", errors)));
  }

  private static String shown(String field) {
    int length = field.codePointCount(0, field.length());
    return length <= LONGEST_NAME_SHOWN
        ? field
        : field.substring(0, field.offsetByCodePoints(0, LONGEST_NAME_SHOWN)) + "...";
  }
}
