package io.cdrwebhooks.report;

import io.cdrwebhooks.concurrent.Overlapped;
import io.cdrwebhooks.report.WatchedReports.StoreFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/// Reads the bytes of a report from the object store, in ranges.
///
/// It keeps one window of the object, a second one while it reads ahead, and the object's tail,
/// whatever the object's size. For one thread.
final class ReportWindows implements AutoCloseable {
  /// Large enough to hide the latency of requests, and small enough for a small heap.
  static final int WINDOW = 4 << 20;

  private static final Window NOTHING = new Window(0, new byte[0]);

  private final Reports reports;
  private final Report report;
  private final ReportTail tail;
  private final Semaphore readersAhead;
  private final Optional<FileDigest> digest;
  private final ExecutorService reader =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("reading-ahead").daemon().factory());
  private boolean readsAhead;
  private Window window = NOTHING;
  private Optional<Ahead> ahead = Optional.empty();

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Window(long offset, byte[] bytes) {
    boolean holds(long position) {
      return position >= offset && position < offset + bytes.length;
    }

    ByteBuffer from(long position) {
      int at = (int) (position - offset);
      return ByteBuffer.wrap(bytes, at, bytes.length - at);
    }
  }

  private record Ahead(long offset, Future<Window> window) {}

  /// Reads the next window ahead while this one is used, if it gets a permit of `readersAhead`,
  /// which limits the memory of all concurrent counts. Adds the windows to `digest`.
  ReportWindows(
      Reports reports,
      ReportLookup.Found found,
      Semaphore readersAhead,
      Optional<FileDigest> digest) {
    this.reports = reports;
    this.report = found.report();
    this.tail = found.tail();
    this.readersAhead = readersAhead;
    this.digest = digest;
  }

  /// Returns bytes from `position` on: the rest of one window, at least one byte. The caller reads
  /// up to `end`, so nothing after `end` is read ahead.
  ByteBuffer at(long position, long end) throws IOException {
    if (position >= tail.offset()) {
      return new Window(tail.offset(), tail.bytes()).from(position);
    }
    if (!window.holds(position)) {
      window = NOTHING; // frees the old window before the new one is read
      window = windowAt(position, end);
      readAhead(window.offset + window.bytes.length, end);
    }
    return window.from(position);
  }

  private Window windowAt(long position, long end) throws IOException {
    Optional<Ahead> begun = ahead;
    ahead = Optional.empty();
    long start = digest.isPresent() ? digest.get().windowStart(position) : position;
    Window next =
        begun.isPresent() && begun.get().offset == start
            ? await(begun.get().window)
            : read(start, end);
    digest.ifPresent(all -> all.add(next.offset, next.bytes));
    return next;
  }

  /// Returns the SHA-256 of the whole report. Reads the bytes that the digest still lacks.
  String sha256() throws IOException {
    FileDigest all = digest.orElseThrow();
    while (all.next() < tail.offset()) {
      var _ = at(all.next(), tail.offset());
    }
    all.add(tail.offset(), tail.bytes());
    return all.hex();
  }

  private Window read(long position, long end) throws IOException {
    int length = (int) Math.min(WINDOW, Math.min(end, tail.offset()) - position);
    return new Window(position, reports.read(report.version(), position, length));
  }

  private void readAhead(long position, long end) {
    if (position >= Math.min(end, tail.offset())) {
      return;
    }
    readsAhead = readsAhead || readersAhead.tryAcquire();
    if (readsAhead) {
      ahead = Optional.of(new Ahead(position, reader.submit(() -> read(position, end))));
    }
  }

  private static Window await(Future<Window> window) {
    try {
      return Overlapped.result(window);
    } catch (InterruptedException e) {
      throw StoreFault.interrupted(e);
    }
  }

  /// Interrupts reading ahead and waits for its end, so no thread outlives its count.
  @Override
  public void close() {
    reader.shutdownNow();
    reader.close();
    if (readsAhead) {
      readersAhead.release();
    }
  }
}
