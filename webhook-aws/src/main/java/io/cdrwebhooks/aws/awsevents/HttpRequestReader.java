package io.cdrwebhooks.aws.awsevents;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.cdrwebhooks.aws.awsevents.HttpRequest.Body;
import io.cdrwebhooks.aws.awsevents.HttpRequest.Caller;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads one event of the HTTP API field by field and skips whatever it does not need.
///
/// For one event: it gathers its parts in itself.
final class HttpRequestReader {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Pattern SCOPE = Pattern.compile("[^\\s\\[\\]]+");

  private final int bodyLimitBytes;
  private final Map<String, String> headers = new HashMap<>();
  private final Set<String> listedScopes = new LinkedHashSet<>();
  private final Set<String> claimedScopes = new LinkedHashSet<>();
  private @Nullable String version;
  private @Nullable String method;
  private @Nullable String path;
  private String query = "";
  private String sourceIp = "";
  private String requestId = "";
  private @Nullable String body;
  private boolean base64;
  private boolean authenticated;
  private @Nullable String subject;

  HttpRequestReader(int bodyLimitBytes) {
    this.bodyLimitBytes = bodyLimitBytes;
  }

  HttpRequest read(InputStream event) throws IOException {
    try (JsonParser json = JSON.createParser(event)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("the event is not a JSON object");
      }
      readObject(json, this::readEventField);
    } catch (JsonProcessingException e) {
      // Its message may quote the event, and with it a token.
      throw new IOException("the event is not the JSON that was expected: " + JsonFields.place(e));
    }
    if (!"2.0".equals(version) || method == null || path == null) {
      throw new IOException("the event is not an HTTP API request in payload format 2.0");
    }
    // What the token itself claims comes first; the list is the gateway's view of it.
    Set<String> scopes = claimedScopes.isEmpty() ? listedScopes : claimedScopes;
    Caller caller = new Caller(sourceIp, authenticated, scopes, Optional.ofNullable(subject));
    return new HttpRequest(method, path, query, headers, readBody(), caller, requestId);
  }

  private void readEventField(JsonParser json, String field) throws IOException {
    switch (field) {
      case "version" -> version = json.getValueAsString();
      case "rawPath" -> path = json.getValueAsString();
      case "rawQueryString" -> query = json.getValueAsString("");
      case "headers" -> readObject(json, this::readHeader);
      case "body" -> body = json.getValueAsString();
      case "isBase64Encoded" -> base64 = json.getValueAsBoolean();
      case "requestContext" -> readObject(json, this::readContextField);
      default -> json.skipChildren();
    }
  }

  private void readHeader(JsonParser json, String name) throws IOException {
    headers.put(name.toLowerCase(Locale.ROOT), json.getValueAsString(""));
    json.skipChildren();
  }

  private void readContextField(JsonParser json, String field) throws IOException {
    switch (field) {
      case "http" -> readObject(json, this::readHttpField);
      case "requestId" -> requestId = json.getValueAsString("");
      case "authorizer" -> readObject(json, this::readAuthorizerField);
      default -> json.skipChildren();
    }
  }

  private void readHttpField(JsonParser json, String field) throws IOException {
    switch (field) {
      case "method" -> method = json.getValueAsString();
      case "sourceIp" -> sourceIp = json.getValueAsString("");
      default -> json.skipChildren();
    }
  }

  private void readAuthorizerField(JsonParser json, String field) throws IOException {
    if (field.equals("jwt") && json.hasToken(JsonToken.START_OBJECT)) {
      authenticated = true;
      readObject(json, this::readTokenField);
    } else {
      json.skipChildren();
    }
  }

  private void readTokenField(JsonParser json, String field) throws IOException {
    switch (field) {
      case "claims" -> readObject(json, this::readClaim);
      case "scopes" -> readListedScopes(json);
      default -> json.skipChildren();
    }
  }

  private void readClaim(JsonParser json, String name) throws IOException {
    if (name.equals("sub")) {
      subject = json.getValueAsString();
    }
    // Issuers differ in the name, and the gateway writes a list as "[a b]".
    if ((name.equals("scope") || name.equals("scp")) && json.hasToken(JsonToken.VALUE_STRING)) {
      SCOPE.matcher(json.getText()).results().map(MatchResult::group).forEach(claimedScopes::add);
    }
    json.skipChildren();
  }

  private void readListedScopes(JsonParser json) throws IOException {
    if (!json.hasToken(JsonToken.START_ARRAY)) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.hasToken(JsonToken.VALUE_STRING)) {
        listedScopes.add(json.getText());
      }
      json.skipChildren();
    }
  }

  private Body readBody() throws IOException {
    if (body == null) {
      return Body.NONE;
    }
    // Neither form of the text is shorter than three quarters of its bytes.
    if (body.length() * 3L / 4L > bodyLimitBytes + 2L) {
      return new Body(new byte[0], true);
    }
    byte[] bytes = base64 ? decode(body) : body.getBytes(StandardCharsets.UTF_8);
    return bytes.length > bodyLimitBytes ? new Body(new byte[0], true) : new Body(bytes, false);
  }

  private static byte[] decode(String base64Text) throws IOException {
    try {
      return Base64.getDecoder().decode(base64Text);
    } catch (IllegalArgumentException e) {
      throw new IOException("the body of the event is not base64", e);
    }
  }

  /// Calls back with the parser on each value of the object it stands on; anything else is skipped.
  private static void readObject(JsonParser json, FieldReader reader) throws IOException {
    if (!json.hasToken(JsonToken.START_OBJECT)) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      reader.read(json, field);
    }
  }

  private interface FieldReader {
    /// Leaves the parser at the end of the value.
    void read(JsonParser json, String field) throws IOException;
  }
}
