package io.cdrwebhooks.configapi.changes;

import io.cdrwebhooks.aws.http.HttpRequest;
import io.cdrwebhooks.aws.http.HttpRequest.Token;
import io.cdrwebhooks.change.ChangeId;
import io.cdrwebhooks.change.ChangeRecord;
import io.cdrwebhooks.change.Changes;
import io.cdrwebhooks.configapi.inputs.ApiInputs;
import io.cdrwebhooks.json.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Records the first use of each token, which counts as a sign-in. The record depends only on the
/// token, so all processes together store one. Its time is when the issuer issued the token, or the
/// day of the use if the token does not name that time.
///
/// A request that only reads gets its answer even if its record cannot be stored; the token's next
/// request tries again. Thread-safe.
public final class SignIns {
  /// The number of tokens that a process remembers, so that only the first request of a token asks
  /// the store.
  private static final int MAX_REMEMBERED = 10_000;

  private final Changes changes;
  private final ApiInputs inputs;
  private final Set<ChangeId> known = ConcurrentHashMap.newKeySet();

  public SignIns(Changes changes, ApiInputs inputs) {
    this.changes = changes;
    this.inputs = inputs;
  }

  /// Records the sign-in of an authenticated caller, unless it is recorded already.
  public void note(HttpRequest request) {
    Token token = request.caller().token();
    Instant at = token.issuedAt().orElseGet(() -> inputs.now().truncatedTo(ChronoUnit.DAYS));
    ChangeId id =
        ChangeId.of(
            ChangeRecord.SIGN_IN,
            token.issuer().orElse(""),
            token.subject().orElse(""),
            token.clientId().orElse(""),
            Json.instant(at));
    if (known.contains(id)) {
      return;
    }
    try {
      changes.putFirst(
          new ChangeRecord(
              id,
              at,
              Actors.of(request),
              request.requestId(),
              ChangeRecord.SIGN_IN,
              Optional.empty(),
              ChangeRecord.NOTHING,
              ChangeRecord.NOTHING,
              OptionalInt.empty()));
      remember(id);
    } catch (RuntimeException fault) {
      inputs.log().error("sign-in.not-recorded", fault, "requestId", request.requestId());
    }
  }

  private void remember(ChangeId id) {
    if (known.size() >= MAX_REMEMBERED) {
      known.clear();
    }
    known.add(id);
  }
}
