package io.cdrwebhooks.aws.dynamodb;

import java.util.Optional;
import java.util.UUID;

/// A random name that each conditional write of one item leaves on it.
///
/// The SDK repeats a write whose answer was lost. Its condition then fails on its own result, which
/// it recognises by the mark.
final class WriterMark {
  static final String WRITTEN_BY = "writtenBy";

  private WriterMark() {}

  static String newWriter() {
    return UUID.randomUUID().toString();
  }

  static boolean has(Optional<Item> item, String attribute, String value) {
    return item.flatMap(found -> found.text(attribute)).equals(Optional.of(value));
  }
}
