package io.cdrwebhooks.local.token;

/// What the scopes of the API are called by the issuer of its tokens.
public record TokenScopes(String read, String write) {
  public static final TokenScopes STANDARD = new TokenScopes("webhooks/read", "webhooks/write");

  /// What a request with this method wants: GET reads, anything else changes something.
  public String wantedBy(String method) {
    return method.equals("GET") ? read : write;
  }

  /// Both, as the claim `scope` has them (RFC 8693, 4.2).
  String claim() {
    return read + " " + write;
  }
}
