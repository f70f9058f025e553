package io.cdrwebhooks.local.token;

import java.util.Map;

/// The gateway's decision about a request's `Authorization`.
public sealed interface Authorization {

  /// The token is valid for this request; `claims` are its claims, as text.
  record Granted(Map<String, String> claims) implements Authorization {
    public Granted {
      claims = Map.copyOf(claims);
    }

    @Override
    public String toString() {
      return "Granted" + claims.keySet();
    }
  }

  record Missing() implements Authorization {}

  /// The token is not valid; `reason` explains it and quotes nothing.
  record Invalid(String reason) implements Authorization {}

  /// The token is valid, but lacks the scope.
  record OutOfScope() implements Authorization {}
}
