package io.cdrwebhooks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReportWindowsTest {
  private static final int WINDOW = ReportWindows.WINDOW;
  private static final byte[] BYTES = new byte[3 * WINDOW + 500];
  private static final int TAIL = 100;

  static {
    new Random(1).nextBytes(BYTES);
  }

  private final List<Long> begun = new CopyOnWriteArrayList<>();
  private final Semaphore readersAhead = new Semaphore(1);

  @Test
  void nextWindowIsReadWhileThisOneIsUsed() throws Exception {
    CountDownLatch looking = new CountDownLatch(1);
    CountDownLatch second = new CountDownLatch(1);
    StoredReport.Before store =
        (offset, length) -> {
          begun.add(offset);
          if (offset == WINDOW) {
            second.countDown();
            await(looking);
          }
        };
    try (ReportWindows windows = windows(store)) {
      assertThat(windows.at(0, BYTES.length).remaining()).isEqualTo(WINDOW);
      second.await(); // it is being read, although no caller has asked for it
      assertThat(begun).containsExactly(0L, (long) WINDOW);
      looking.countDown();
      for (long at = 0; at < BYTES.length; ) {
        byte[] piece = new byte[windows.at(at, BYTES.length).remaining()];
        windows.at(at, BYTES.length).get(piece);
        assertThat(piece).isEqualTo(Arrays.copyOfRange(BYTES, (int) at, (int) at + piece.length));
        at += piece.length;
      }
    }
    assertThat(begun).containsExactly(0L, (long) WINDOW, 2L * WINDOW, 3L * WINDOW);
  }

  @Test
  void nothingAfterTheEndIsRead() throws IOException {
    try (ReportWindows windows = windows((offset, length) -> begun.add(offset + length))) {
      assertThat(windows.at(10, 1_000).remaining()).isEqualTo(990);
      assertThat(windows.at(1_000, WINDOW + 2_000).remaining()).isEqualTo(WINDOW);
      assertThat(windows.at(WINDOW + 1_000, WINDOW + 2_000).remaining()).isEqualTo(1_000);
    }
    assertThat(begun).containsExactly(1_000L, WINDOW + 1_000L, WINDOW + 2_000L);
  }

  @Test
  void windowReadAheadIsDroppedAfterAJump() throws IOException {
    try (ReportWindows windows = windows((offset, length) -> {})) {
      windows.at(0, BYTES.length);
      assertThat(windows.at(2 * WINDOW, BYTES.length).get()).isEqualTo(BYTES[2 * WINDOW]);
      assertThat(windows.at(5, BYTES.length).get()).isEqualTo(BYTES[5]);
    }
  }

  @Test
  void nothingIsReadAheadBeyondTheLimitOfReaders() throws IOException {
    try (ReportWindows first = windows((offset, length) -> {});
        ReportWindows second = windows((offset, length) -> begun.add(offset))) {
      first.at(0, BYTES.length);
      assertThat(second.at(0, BYTES.length).get()).isEqualTo(BYTES[0]);
    }
    assertThat(begun).containsExactly(0L);
    assertThat(readersAhead.availablePermits()).isOne();
  }

  @Test
  void faultWhileReadingAheadIsThrownUnchanged() throws IOException {
    IllegalStateException throttled = new IllegalStateException("throttled");
    StackOverflowError error = new StackOverflowError();
    StoredReport.Before store =
        (offset, length) -> {
          if (offset == WINDOW) {
            throw throttled;
          }
          if (offset == 3L * WINDOW) {
            throw error;
          }
        };
    try (ReportWindows windows = windows(store)) {
      windows.at(0, BYTES.length);
      assertThatThrownBy(() -> windows.at(WINDOW, BYTES.length)).isSameAs(throttled);
      windows.at(2 * WINDOW, BYTES.length);
      assertThatThrownBy(() -> windows.at(3 * WINDOW, BYTES.length)).isSameAs(error);
    }
  }

  @Test
  void closingInterruptsReadingAheadAndAwaitsItsEnd() throws Exception {
    CountDownLatch second = new CountDownLatch(1);
    List<Thread> ended = new CopyOnWriteArrayList<>();
    StoredReport.Before store =
        (offset, length) -> {
          if (offset == WINDOW) {
            second.countDown();
            try {
              await(new CountDownLatch(1)); // for ever, unless interrupted
            } finally {
              System.gc(); // takes a while
              ended.add(Thread.currentThread());
            }
          }
        };
    try (ReportWindows windows = windows(store)) {
      windows.at(0, BYTES.length);
      second.await();
    }
    assertThat(ended).hasSize(1);
    assertThat(ended.getFirst().join(Duration.ofSeconds(5))).isTrue();
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private ReportWindows windows(StoredReport.Before store) {
    ReportTail tail =
        new ReportTail(
            BYTES.length - TAIL, Arrays.copyOfRange(BYTES, BYTES.length - TAIL, BYTES.length));
    ReportVersion version =
        new ReportVersion("b", new ObjectKey.ReportKey(new TaskId(1), "a.zip"), Optional.empty());
    Report report = new Report(version, BYTES.length, ReportMetadata.NONE);
    return new ReportWindows(
        new StoredReport(BYTES).before(store),
        new ReportLookup.Found(report, tail),
        readersAhead,
        Optional.empty());
  }
}
