package io.cdrwebhooks.aws.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

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
  private static final String FORWARDED_FOR = "x-forwarded-for";

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

  /// Returns this request with the address of the client if `distribution` passed it on, and
  /// otherwise this request. The result has neither the distribution's header nor the list of
  /// addresses.
  public HttpRequest through(Distribution distribution) {
    if (!distribution.passedOn(this)) {
      return this;
    }
    Map<String, String> rest = new HashMap<>(headers);
    rest.remove(Distribution.HEADER);
    Optional<String> client =
        Optional.ofNullable(rest.remove(FORWARDED_FOR))
            .flatMap(list -> Distribution.client(list, caller.sourceIp));
    return new HttpRequest(
        method, path, query, rest, body, client.map(caller::at).orElse(caller), requestId);
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

  /// The caller, according to the gateway. `groups` are the groups of a Cognito user pool; no
  /// program is in one. Without a token, `scopes` and `groups` are empty, and `token` is
  /// [Token#NONE].
  public record Caller(
      String sourceIp, boolean authenticated, Set<String> scopes, Set<String> groups, Token token) {
    public Caller {
      scopes = Set.copyOf(scopes);
      groups = Set.copyOf(groups);
    }

    private Caller at(String address) {
      return new Caller(address, authenticated, scopes, groups, token);
    }

    public Optional<String> subject() {
      return token.subject();
    }
  }

  /// A distribution in front of the API. It proves its identity by a secret header, which replaces
  /// a header of that name from its client.
  ///
  /// CloudFront adds its client's address to the end of `X-Forwarded-For`, and API Gateway adds the
  /// address of CloudFront. A client can make up everything before its own address.
  public record Distribution(String secret) {
    /// The name of the header, in lower case.
    public static final String HEADER = "x-cdr-distribution";

    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");
    private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f.:]{2,45}");
    private static final int MIN_LENGTH = 16;

    public Distribution {
      if (secret.length() < MIN_LENGTH) {
        throw new IllegalArgumentException(
            "secret of the distribution must have at least 16 characters");
      }
    }

    /// Returns whether the request has the secret. The comparison takes the same time for every
    /// wrong header.
    private boolean passedOn(HttpRequest request) {
      return MessageDigest.isEqual(
          secret.getBytes(StandardCharsets.UTF_8),
          request.headers.getOrDefault(HEADER, "").getBytes(StandardCharsets.UTF_8));
    }

    /// Returns the last address before that of CloudFront; empty if there is none.
    private static Optional<String> client(String list, String cloudFront) {
      List<String> addresses = List.of(COMMA.split(list.strip(), -1));
      int end = addresses.size() - (addresses.getLast().equals(cloudFront) ? 1 : 0);
      return end == 0
          ? Optional.empty()
          : Optional.of(addresses.get(end - 1))
              .filter(address -> ADDRESS.matcher(address).matches());
    }

    /// Redacts the secret.
    @Override
    public String toString() {
      return "Distribution[]";
    }
  }

  /// The claims of an accepted token about its bearer; each is empty if the token lacks it. Issuers
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
