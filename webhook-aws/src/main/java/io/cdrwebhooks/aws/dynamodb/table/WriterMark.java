package io.cdrwebhooks.aws.dynamodb.table;

import java.util.Optional;
import java.util.UUID;

/// A random name that each conditional write stores on its item.
///
/// The SDK repeats a write whose answer was lost. If the first write succeeded, the condition of
/// the second fails. The mark then shows that the stored item is this writer's own.
public final class WriterMark {
  public static final String WRITTEN_BY = "writtenBy";

  private WriterMark() {}

  public static String newWriter() {
    return UUID.randomUUID().toString();
  }

  public static boolean has(Optional<Item> item, String attribute, String value) {
    return item.flatMap(found -> found.text(attribute)).equals(Optional.of(value));
  }
}
