package io.cdrwebhooks.aws.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Reads the body of a request: one JSON object (RFC 8259) in UTF-8, whose objects have each name
/// once.
///
/// A refusal names the error and its place, but quotes nothing, because the body may contain a
/// Signature.
public final class JsonBody {
  public static final int LIMIT_BYTES = 16 * 1024;
  static final int DEEPEST_NESTING = 32;
  static final int MAX_NUMBER = 100;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST_NESTING)
                          .maxNumberLength(MAX_NUMBER)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();

  private JsonBody() {}

  public static Step<ObjectNode> read(HttpRequest request) {
    return read(request.body(), request.header("content-type").orElse(""));
  }

  /// Reads a body from any source; `contentType` is empty text if there is none.
  public static Step<ObjectNode> read(HttpRequest.Body body, String contentType) {
    if (body.tooLarge()) {
      return Step.refused(413, "The body is larger than " + LIMIT_BYTES + " bytes.");
    }
    if (!MediaType.isJson(contentType)) {
      return Step.refused(415, "The Content-Type must be application/json, in UTF-8.");
    }
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body.bytes())).toString();
    } catch (CharacterCodingException _) {
      return Step.refused(400, "The body is not valid UTF-8.");
    }
    return parse(text);
  }

  /// Reads a body that may be missing. An empty body counts as an object without fields, and needs
  /// no content type.
  public static Step<ObjectNode> readIfAny(HttpRequest request) {
    boolean nothing = request.body().bytes().length == 0 && !request.body().tooLarge();
    return nothing ? new Step.Continue<>(Answers.object()) : read(request);
  }

  private static Step<ObjectNode> parse(String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      JsonNode root = JSON.readTree(parser);
      if (root == null || root.isMissingNode()) {
        return Step.refused(400, "The body is empty.");
      }
      if (parser.nextToken() != null) {
        return malformed(
            "The body has text after the end of the JSON object", parser.currentTokenLocation());
      }
      return root instanceof ObjectNode fields
          ? new Step.Continue<>(fields)
          : Step.refused(400, "The body must be a JSON object.");
    } catch (JsonProcessingException e) {
      return malformed(fault(e), e.getLocation());
    } catch (IOException e) {
      throw new UncheckedIOException("in-memory read failed", e);
    }
  }

  /// Describes the error without the parser's own message, which quotes the body.
  private static String fault(JsonProcessingException e) {
    return switch (e) {
      case JsonEOFException _ -> "The JSON is incomplete";
      case StreamConstraintsException _ ->
          "The JSON is nested deeper than "
              + DEEPEST_NESTING
              + ", or contains a number longer than "
              + MAX_NUMBER
              + " digits";
      case MismatchedInputException _ -> "The JSON has an object with a duplicate name";
      default -> "The body is not valid JSON";
    };
  }

  private static Step<ObjectNode> malformed(String fault, @Nullable JsonLocation at) {
    String position =
        at == null ? "" : ", at line " + at.getLineNr() + ", column " + at.getColumnNr();
    return Step.refused(400, fault + position + ".");
  }
}
