package io.cdrwebhooks.configapi.changes;

import io.cdrwebhooks.aws.http.HttpRequest;
import io.cdrwebhooks.aws.http.HttpRequest.Caller;
import io.cdrwebhooks.change.ChangeRecord.Actor;
import java.util.regex.Pattern;

/// Reads the caller of a request.
final class Actors {
  private static final Pattern ADDRESSES = Pattern.compile("[0-9A-Fa-f.:, ]{1,200}");

  private Actors() {}

  static Actor of(HttpRequest request) {
    Caller caller = request.caller();
    return new Actor(
        caller.token().issuer().orElse(""),
        caller.token().subject().orElse(""),
        caller.token().clientId().orElse(""),
        caller.sourceIp(),
        request
            .header("x-forwarded-for")
            .filter(text -> ADDRESSES.matcher(text).matches() && !text.equals(caller.sourceIp()))
            .orElse(""));
  }
}
