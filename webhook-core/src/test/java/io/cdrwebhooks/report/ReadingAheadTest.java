package io.cdrwebhooks.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Tests an archive of several windows: the next one is read while this one is counted.
@Timeout(60)
class ReadingAheadTest {
  private static final Inspection NOT_READABLE =
      new Inspection(0, "Report is not a readable zip archive");
  private static final int ENTRY = 600_000;
  private static final byte[] ZIP = archive();

  /// The first window begins before it.
  private static final int AHEAD = 1_000;

  @AfterEach
  void noThreadIsLeftBehind() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("reading-ahead")) {
        assertThat(thread.join(Duration.ofSeconds(5))).as("%s ends", thread).isTrue();
      }
    }
  }

  @Test
  void manyEntriesAreReadAhead() {
    Set<String> readers = new ConcurrentSkipListSet<>();
    StoredReport report =
        new StoredReport(ZIP)
            .before((offset, length) -> readers.add(Thread.currentThread().getName()));
    assertThat(report.inspect().numberOfLines()).isGreaterThan(100_000);
    assertThat(readers)
        .containsExactlyInAnyOrder("reading-ahead", Thread.currentThread().getName());
  }

  @Test
  void damagedEntryHidesALaterFault() {
    byte[] zip = ZIP.clone();
    zip[ENTRY / 2] ^= 1;
    StoredReport report =
        new StoredReport(zip)
            .before(
                (offset, length) -> {
                  if (offset >= AHEAD) {
                    throw new IllegalStateException("throttled");
                  }
                });
    assertThat(report.inspect()).isEqualTo(NOT_READABLE);
  }

  @Test
  void interruptStopsReadingAheadAndFails() {
    Thread caller = Thread.currentThread();
    StoredReport report =
        new StoredReport(ZIP)
            .before(
                (offset, length) -> {
                  if (offset >= AHEAD) {
                    caller.interrupt();
                    waitForEver();
                  }
                });
    assertThatThrownBy(report::inspect).isInstanceOf(UncheckedIOException.class);
    assertThat(Thread.interrupted()).as("still interrupted").isTrue();
  }

  private static void waitForEver() throws IOException {
    try {
      if (!new CountDownLatch(1).await(30, TimeUnit.SECONDS)) {
        throw new AssertionError("never interrupted");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static byte[] archive() {
    Random random = new Random(1);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setLevel(0);
      for (int i = 0; i < 16; i++) {
        zip.putNextEntry(new ZipEntry("file" + i + ".csv"));
        zip.write(text(random).getBytes(UTF_8));
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder(ENTRY);
    while (text.length() < ENTRY) {
      text.append(random.nextLong()).append(random.nextInt(3) == 0 ? "\n" : ";");
    }
    return text.substring(0, ENTRY);
  }
}
