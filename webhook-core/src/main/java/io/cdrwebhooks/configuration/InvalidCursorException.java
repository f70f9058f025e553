package io.cdrwebhooks.configuration;

/// The cursor a caller gave was not made by this list: the caller's mistake, not a fault of the
/// store.
public final class InvalidCursorException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public InvalidCursorException() {
    super("the cursor was not made by this list");
  }
}
