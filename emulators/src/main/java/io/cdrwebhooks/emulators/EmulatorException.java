package io.cdrwebhooks.emulators;

/// An emulator cannot start or has failed. The message is one sentence for the person who started
/// it. A new start helps only after the named cause is removed.
public final class EmulatorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EmulatorException(String message) {
    super(message);
  }

  EmulatorException(String message, Throwable cause) {
    super(message, cause);
  }
}
