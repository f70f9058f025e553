package io.cdrwebhooks.aws.awsevents;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A request that came through the HTTP API, with the parts that the functions use.
///
/// `path` and `query` are as the gateway gives them: it may have decoded the path already. `query`
/// is empty text when there is none. Names in `headers` are in lower case; several values of one
/// name are joined by commas. `toString` shows neither path nor headers, since both can contain a
/// credential.
///
/// Source: AWS, "Working with AWS Lambda proxy integrations for HTTP APIs", payload format 2.0.
public record HttpRequest(
    String method,
    String path,
    String query,
    Map<String, String> headers,
    Body body,
    Caller caller,
    String requestId) {
  public HttpRequest {
    headers = Map.copyOf(headers);
  }

  /// Reads the event of one request; a body of more than `bodyLimitBytes` is dropped and flagged.
  ///
  /// @throws IOException if it is not the event of an HTTP API in payload format 2.0
  public static HttpRequest read(InputStream event, int bodyLimitBytes) throws IOException {
    return HttpRequestReader.read(event, bodyLimitBytes);
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  @Override
  public String toString() {
    return "HttpRequest[method=" + method + ", requestId=" + requestId + "]";
  }

  /// The body of the request. `bytes` is empty if the request had no body, or if the body was too
  /// large to keep.
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere, and made for one request alone
  public record Body(byte[] bytes, boolean tooLarge) {
    static final Body NONE = new Body(new byte[0], false);
  }

  /// The caller, as the gateway vouches for it. Without a token, `scopes` is empty, and `token` is
  /// [Token#NONE].
  public record Caller(String sourceIp, boolean authenticated, Set<String> scopes, Token token) {
    public Caller {
      scopes = Set.copyOf(scopes);
    }

    public Optional<String> subject() {
      return token.subject();
    }
  }

  /// What an accepted token says of its bearer; each is empty if the token does not say it. Issuers
  /// name the client in different claims.
  public record Token(
      Optional<String> issuer,
      Optional<String> subject,
      Optional<String> clientId,
      Optional<Instant> issuedAt,
      Optional<Instant> expiresAt) {
    public static final Token NONE =
        new Token(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
  }
}
