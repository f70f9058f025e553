package io.cdrwebhooks.aws.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.cdrwebhooks.aws.http.HttpRequest.Body;
import io.cdrwebhooks.aws.http.HttpRequest.Caller;
import io.cdrwebhooks.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Reads one event of the HTTP API. A part that is missing or of another type reads as empty.
final class HttpRequestReader {
  private static final Pattern SCOPE = Pattern.compile("[^\\s\\[\\]]+");

  /// The claims that name the client: Cognito's, OpenID Connect's, Microsoft Entra's and Okta's.
  private static final List<String> CLIENT_CLAIMS = List.of("client_id", "azp", "appid", "cid");

  private static final Pattern NUMERIC_DATE =
      Pattern.compile("[0-9]{1,11}(\\.[0-9]{1,20})?([Ee]\\+?[0-9])?");

  private HttpRequestReader() {}

  static HttpRequest read(InputStream stream, int bodyLimitBytes) throws IOException {
    JsonObject event;
    try {
      event = JsonObject.read(stream);
    } catch (JsonProcessingException e) {
      // The parser's message may quote the event, and with it a token.
      throw new IOException(
          "event must be a JSON object with the fields of an HTTP API event: "
              + JsonObject.place(e));
    }
    JsonObject context = event.findObject("requestContext");
    JsonObject http = context.findObject("http");
    Optional<String> method = http.find("method", String.class);
    Optional<String> path = event.find("rawPath", String.class);
    if (!text(event, "version").equals("2.0") || method.isEmpty() || path.isEmpty()) {
      throw new IOException("event must be an HTTP API request in payload format 2.0");
    }
    Map<String, String> headers = new HashMap<>();
    JsonObject given = event.findObject("headers");
    given
        .fields()
        .keySet()
        .forEach(name -> headers.put(name.toLowerCase(Locale.ROOT), text(given, name)));
    return new HttpRequest(
        method.get(),
        path.get(),
        text(event, "rawQueryString"),
        headers,
        body(event, bodyLimitBytes),
        caller(text(http, "sourceIp"), context.findObject("authorizer")),
        text(context, "requestId"));
  }

  private static String text(JsonObject object, String name) {
    return object.find(name, String.class).orElse("");
  }

  /// Reads the caller. It takes the scopes from the token's claims if they have any, and otherwise
  /// from the gateway's list of scopes. Issuers differ in the name of the claim, and the gateway
  /// writes a list as "[a b]".
  private static Caller caller(String sourceIp, JsonObject authorizer) {
    JsonObject token = authorizer.findObject("jwt");
    JsonObject claims = token.findObject("claims");
    Set<String> scopes = new HashSet<>();
    for (String claim : List.of("scope", "scp")) {
      SCOPE.matcher(text(claims, claim)).results().map(MatchResult::group).forEach(scopes::add);
    }
    if (scopes.isEmpty()) {
      for (Object scope : token.find("scopes", List.class).orElse(List.of())) {
        if (scope instanceof String text) {
          scopes.add(text);
        }
      }
    }
    boolean authenticated = authorizer.find("jwt", JsonObject.class).isPresent();
    return new Caller(sourceIp, authenticated, scopes, groups(claims), token(claims));
  }

  /// Reads the groups of a user pool, which the gateway writes as "[a b]". A name may contain
  /// brackets, but no blanks.
  private static Set<String> groups(JsonObject claims) {
    String listed = text(claims, "cognito:groups");
    return listed.startsWith("[") && listed.endsWith("]") && listed.length() > 2
        ? Set.copyOf(List.of(listed.substring(1, listed.length() - 1).split(" ", -1)))
        : Set.of();
  }

  private static HttpRequest.Token token(JsonObject claims) {
    return new HttpRequest.Token(
        claims.find("iss", String.class),
        claims.find("sub", String.class),
        CLIENT_CLAIMS.stream()
            .flatMap(name -> claims.find(name, String.class).stream())
            .findFirst(),
        time(text(claims, "iat")),
        time(text(claims, "exp")));
  }

  /// Reads a NumericDate (RFC 7519, 2), which the gateway writes as text, perhaps with an exponent.
  private static Optional<Instant> time(String claim) {
    return NUMERIC_DATE.matcher(claim).matches()
        ? Optional.of(Instant.ofEpochSecond(new BigDecimal(claim).longValue()))
        : Optional.empty();
  }

  private static Body body(JsonObject event, int limitBytes) throws IOException {
    Optional<String> body = event.find("body", String.class);
    if (body.isEmpty()) {
      return Body.NONE;
    }
    // A body has at least three quarters as many bytes as its text has characters, as text or as
    // base64.
    if (body.get().length() * 3L / 4L > limitBytes + 2L) {
      return new Body(new byte[0], true);
    }
    byte[] bytes =
        event.isTrue("isBase64Encoded")
            ? decode(body.get())
            : body.get().getBytes(StandardCharsets.UTF_8);
    return bytes.length > limitBytes ? new Body(new byte[0], true) : new Body(bytes, false);
  }

  private static byte[] decode(String base64Text) throws IOException {
    try {
      return Base64.getDecoder().decode(base64Text);
    } catch (IllegalArgumentException e) {
      throw new IOException("body of the event must be base64", e);
    }
  }
}
