package io.cdrwebhooks.change;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/// A change that a caller asked the API for: the caller, the time and the result. It contains no
/// secret: of a Signature it has the hint, of headers and of a URL's query the names.
///
/// `at` has whole milliseconds. `operation` is the name of the API's operation, or [#SIGN_IN].
/// `about` is empty for a sign-in, and for a new configuration until it has its id. `before` and
/// `after` are JSON objects of the fields that changed. `status` is the HTTP status of the API's
/// answer.
///
/// The record is stored before the operation begins. Until the operation has ended, `status` is
/// empty, `before` has all fields, and `after` has none. A sign-in never has a status.
public record ChangeRecord(
    ChangeId id,
    Instant at,
    Actor actor,
    String requestId,
    String operation,
    Optional<ChangedThing> about,
    String before,
    String after,
    OptionalInt status) {
  /// Records are kept for this time: a year and some weeks, so that the last record of a year can
  /// still be read.
  public static final Duration RETENTION = Duration.ofDays(400);

  /// The operation of a record of a sign-in: a token was used for the first time.
  public static final String SIGN_IN = "SIGN_IN";

  /// An object without fields.
  public static final String NOTHING = "{}";

  /// The caller as its token names it, and the address that the request came from. Each is empty
  /// text if unknown, since not every token names a client.
  ///
  /// `forwardedFor` has the addresses whose request the caller claims to forward. The claim may be
  /// false. Only the console's distribution is trusted: then `address` is the person's address, and
  /// `forwardedFor` is empty.
  public record Actor(
      String issuer, String subject, String clientId, String address, String forwardedFor) {}

  /// Returns the record for one `thing` of an operation on many things, without the operation's
  /// result.
  public ChangeRecord part(ChangedThing thing) {
    return new ChangeRecord(
        ChangeId.of(id.value(), thing.toString()),
        at,
        actor,
        requestId,
        operation,
        Optional.of(thing),
        NOTHING,
        NOTHING,
        OptionalInt.empty());
  }

  /// Returns the record with the result of the operation.
  public ChangeRecord ended(
      Optional<ChangedThing> thing, String changedBefore, String changedAfter, int answered) {
    return new ChangeRecord(
        id,
        at,
        actor,
        requestId,
        operation,
        thing,
        changedBefore,
        changedAfter,
        OptionalInt.of(answered));
  }
}
