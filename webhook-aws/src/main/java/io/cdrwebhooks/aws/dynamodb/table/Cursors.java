package io.cdrwebhooks.aws.dynamodb.table;

import io.cdrwebhooks.paging.InvalidCursorException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Writes and parses the cursors of one list. A cursor is the list's name and the parts of a key,
/// in base64url.
///
/// A cursor is neither secret nor signed. A caller that alters one gets [InvalidCursorException],
/// or another page of the same list, which it may read anyway.
public record Cursors(String list) {
  private static final String SEPARATOR = "\n";
  private static final int MAX_LENGTH = 4_096;

  public String cursor(String... parts) {
    String text = list + SEPARATOR + String.join(SEPARATOR, parts);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Returns the `count` parts of a cursor; only the last may contain a line feed.
  public List<String> parts(String cursor, int count) {
    return decoded(cursor)
        .map(text -> List.of(text.split(SEPARATOR, count + 1)))
        .filter(parts -> parts.size() == count + 1 && parts.getFirst().equals(list))
        .map(parts -> parts.subList(1, parts.size()))
        .orElseThrow(InvalidCursorException::new);
  }

  private static Optional<String> decoded(String cursor) {
    if (cursor.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      return Optional.of(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
