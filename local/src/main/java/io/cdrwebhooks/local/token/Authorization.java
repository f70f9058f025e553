package io.cdrwebhooks.local.token;

import java.util.Map;

/// What the gateway makes of a request's `Authorization`.
public sealed interface Authorization {

  /// The token is good for this request; `claims` is what it says, as text.
  record Granted(Map<String, String> claims) implements Authorization {
    public Granted {
      claims = Map.copyOf(claims);
    }

    @Override
    public String toString() {
      return "Granted" + claims.keySet();
    }
  }

  /// There is none at all.
  record Missing() implements Authorization {}

  /// There is one that proves nothing; `reason` says why in words of ours, and quotes nothing.
  record Invalid(String reason) implements Authorization {}

  /// The token is good, but not for this.
  record OutOfScope() implements Authorization {}
}
