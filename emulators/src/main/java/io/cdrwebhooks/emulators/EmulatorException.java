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

  static EmulatorException portTaken(String emulator, int port) {
    return new EmulatorException(
        "%s can't listen on 127.0.0.1:%d: the port is taken by another process."
            .formatted(emulator, port));
  }
}
