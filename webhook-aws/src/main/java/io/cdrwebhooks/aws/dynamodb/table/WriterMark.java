package io.cdrwebhooks.aws.dynamodb.table;

import java.util.Optional;
import java.util.UUID;

/// A random name that each conditional write of one item leaves on it.
///
/// The SDK repeats a write whose answer was lost. Its condition then fails on its own result, which
/// it recognises by the mark.
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
