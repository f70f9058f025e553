package io.cdrwebhooks.report;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Separates faults of the store from exceptions that a damaged archive causes in its reader. It
/// also checks the deadline at each read, because an archive can make its reader read on without
/// producing text.
///
/// Thread-safe if `reports` and `clock` are.
record WatchedReports(Reports reports, InstantSource clock, Instant deadline) implements Reports {
  @Override
  public ReportLookup lookUp(ReportVersion version) {
    return reports.lookUp(version);
  }

  @Override
  public byte[] read(ReportVersion version, long offset, int length) {
    checkTime();
    try {
      return reports.read(version, offset, length);
    } catch (IOException e) {
      throw new StoreFault(new UncheckedIOException(e));
    } catch (RuntimeException e) {
      throw new StoreFault(e);
    }
  }

  /// Throws [TimeUp] after the deadline, and [StoreFault] if the thread is interrupted. Neither
  /// says anything about the archive.
  void checkTime() {
    if (Thread.currentThread().isInterrupted()) {
      throw StoreFault.interrupted(null);
    }
    if (clock.instant().isAfter(deadline)) {
      throw new TimeUp();
    }
  }

  /// Stops the reader of an archive at the deadline.
  static final class TimeUp extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  static final class StoreFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final RuntimeException original;

    StoreFault(RuntimeException original) {
      super(original);
      this.original = original;
    }

    static StoreFault interrupted(@Nullable Exception cause) {
      InterruptedIOException interrupted = new InterruptedIOException("counting was interrupted");
      interrupted.initCause(cause);
      return new StoreFault(new UncheckedIOException(interrupted));
    }

    RuntimeException original() {
      return original;
    }
  }
}
