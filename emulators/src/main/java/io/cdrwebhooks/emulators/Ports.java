package io.cdrwebhooks.emulators;

import java.net.BindException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// The addresses that the emulators listen on: only 127.0.0.1.
final class Ports {
  static final String LOOPBACK = "127.0.0.1";

  private static final int HIGHEST = 65_535;

  private Ports() {}

  static void check(int port) {
    if (port < 0 || port > HIGHEST) {
      throw new IllegalArgumentException("A port is 0 (a free one) to 65535, not " + port);
    }
  }

  static URI http(int port) {
    return URI.create("http://" + LOOPBACK + ":" + port);
  }

  static boolean isTaken(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        return true;
      }
    }
    return false;
  }
}
