package io.cdrwebhooks.paging;

/// A cursor that this list did not create: a mistake of the caller, not a fault of the store.
public final class InvalidCursorException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public InvalidCursorException() {
    super("cursor must come from this list");
  }
}
