package io.cdrwebhooks.change;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/// Who asked the API for a change, when, and with which result. It has no secret: a Signature only
/// as its hint, of headers the names, of a URL's query the names.
///
/// `at` has whole milliseconds. `operation` is the name of the API's operation, or [#SIGN_IN].
/// `about` is empty for a sign-in, and for a new configuration until it has its id. `before` and
/// `after` are JSON objects of the fields that changed. `status` is that of the answer.
///
/// The record is stored before the operation begins. Until it has ended, `status` is empty,
/// `before` has all fields, and `after` none. A sign-in never has a status.
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
  /// How long a record is kept: a year, and time to look at the last one.
  public static final Duration RETENTION = Duration.ofDays(400);

  /// The operation of a record that a token was used for the first time.
  public static final String SIGN_IN = "SIGN_IN";

  /// An object without fields.
  public static final String NOTHING = "{}";

  /// The caller as its token names it, and the address that the request came from. Each is empty
  /// text if it is unknown: not every token names a client.
  ///
  /// `forwardedFor` are the addresses for which a caller says that it forwards the request. It may
  /// have made them up. The console's distribution is believed: there `address` is the person's,
  /// and `forwardedFor` is empty.
  public record Actor(
      String issuer, String subject, String clientId, String address, String forwardedFor) {}

  /// Returns the record of one of the many things that the operation is about, without its result.
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
