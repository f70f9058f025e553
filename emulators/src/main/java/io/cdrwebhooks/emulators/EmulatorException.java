package io.cdrwebhooks.emulators;

/// An emulator can't be started or has failed; the message is one sentence for the person who
/// started it. Starting it again helps only once what the sentence names is changed.
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
