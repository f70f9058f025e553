package io.cdrwebhooks.deployment.forget;

/// The number of items that were found, and of those that were deleted.
record Count(long found, long deleted) {
  static final Count NONE = new Count(0, 0);

  static Count deletedIf(boolean existed) {
    return existed ? new Count(1, 1) : NONE;
  }

  Count plus(Count other) {
    return new Count(found + other.found, deleted + other.deleted);
  }
}
