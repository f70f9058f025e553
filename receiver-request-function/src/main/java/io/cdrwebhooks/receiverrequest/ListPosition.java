package io.cdrwebhooks.receiverrequest;

import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.paging.InvalidCursorException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The position where a list of reports continues: the shard, the position in it, and the end of
/// the list.
///
/// Its text is a cursor in base64url. A receiver that alters one gets another page of the same
/// reports or an error.
record ListPosition(int shard, Instant until, Optional<String> cursor) {
  private static final Pattern PARTS =
      Pattern.compile("([0-9]) ([0-9]{1,15}) (.*)", Pattern.DOTALL);

  static ListPosition start(Instant until) {
    return new ListPosition(0, until, Optional.empty());
  }

  /// Returns the position after a page of the shard; empty at the end of the list.
  Optional<ListPosition> after(Optional<String> next) {
    if (next.isPresent()) {
      return Optional.of(new ListPosition(shard, until, next));
    }
    return shard + 1 < Deliveries.LIST_SHARDS
        ? Optional.of(new ListPosition(shard + 1, until, Optional.empty()))
        : Optional.empty();
  }

  String text() {
    String parts = shard + " " + until.toEpochMilli() + " " + cursor.orElse("");
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(parts.getBytes(StandardCharsets.UTF_8));
  }

  /// Parses the text that [#text] returned. A list never extends beyond `latest`, even if the text
  /// says so.
  ///
  /// @throws InvalidCursorException if the text is not a position
  static ListPosition parse(String text, Instant latest) {
    Matcher parts = PARTS.matcher(decoded(text));
    if (!parts.matches() || Integer.parseInt(parts.group(1)) >= Deliveries.LIST_SHARDS) {
      throw new InvalidCursorException();
    }
    Instant until = Instant.ofEpochMilli(Long.parseLong(parts.group(2)));
    return new ListPosition(
        Integer.parseInt(parts.group(1)),
        until.isAfter(latest) ? latest : until,
        Optional.of(parts.group(3)).filter(cursor -> !cursor.isEmpty()));
  }

  private static String decoded(String text) {
    try {
      return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw new InvalidCursorException();
    }
  }
}
