package io.cdrwebhooks.deployment.forget;

/// The number of items that were found, and of those that were deleted.
record ErasureCount(long found, long deleted) {
  static final ErasureCount NONE = new ErasureCount(0, 0);

  static ErasureCount deletedIf(boolean existed) {
    return existed ? new ErasureCount(1, 1) : NONE;
  }

  ErasureCount plus(ErasureCount other) {
    return new ErasureCount(found + other.found, deleted + other.deleted);
  }
}
