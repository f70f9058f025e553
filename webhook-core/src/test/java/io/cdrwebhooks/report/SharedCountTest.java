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
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Several threads count as one does.
class SharedCountTest {
  private static final Inspection NOT_READABLE =
      new Inspection(0, "Report is not a readable zip archive");
  private static final int ENTRY = 600_000;

  /// Reading the first entry begins before it, everything else later.
  private static final int SECOND = 1_000;

  @AfterEach
  void noThreadIsLeftBehind() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("counting") || thread.getName().equals("reading-ahead")) {
        assertThat(thread.join(Duration.ofSeconds(5))).as("%s ends", thread).isTrue();
      }
    }
  }

  @Property(tries = 12)
  void severalProcessorsFindWhatOneFinds(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int entries) throws IOException {
    Random random = new Random(seed);
    byte[] zip = archive(entries, random.nextInt(2 * ENTRY), random.nextInt(0, 3), random);
    StoredReport sound = new StoredReport(zip);
    Inspection found = sound.inspect(1);
    assertThat(found.error()).isEmpty();
    assertThat(sound.inspect(4)).isEqualTo(found);
    for (int i = 0; i < 3; i++) {
      byte[] damaged = zip.clone();
      damaged[random.nextInt(zip.length)] ^= (byte) (1 << random.nextInt(8));
      StoredReport report = new StoredReport(damaged);
      assertThat(report.inspect(4)).isEqualTo(report.inspect(1));
    }
  }

  @Test
  @Timeout(60)
  void largeEntryHasItsLinesWhoeverHelps() throws IOException {
    byte[] zip = archive(1, 30_000_000, 1, new Random(1));
    Inspection alone = new StoredReport(zip).inspect(1);
    assertThat(alone.numberOfLines()).isGreaterThan(1_000);
    assertThat(new StoredReport(zip).inspect(2)).isEqualTo(alone);
  }

  @Test
  @Timeout(60)
  void eachLargeEntryHasItsHelp() throws IOException {
    byte[] zip = archive(3, 2 * ReportWindows.WINDOW, Deflater.NO_COMPRESSION, new Random(1));
    Inspection alone = new StoredReport(zip).inspect(1);
    assertThat(alone.error()).isEmpty();
    assertThat(new StoredReport(zip).inspect(2)).isEqualTo(alone);
  }

  @Test
  @Timeout(60)
  void laterFaultIsNoneWhenAnEarlierEntryIsDamaged() throws Exception {
    byte[] zip = stored(8);
    zip[ENTRY / 2] ^= 1;
    CountDownLatch laterFailed = new CountDownLatch(1);
    StoredReport report =
        new StoredReport(zip)
            .before(
                (offset, length) -> {
                  if (offset < SECOND) {
                    await(laterFailed);
                  } else {
                    laterFailed.countDown();
                    throw new IllegalStateException("throttled");
                  }
                });
    assertThat(report.inspect(2)).isEqualTo(NOT_READABLE);
  }

  @Test
  @Timeout(60)
  void earlierFaultIsThrownAsItWasThoughALaterEntryIsDamaged() throws Exception {
    byte[] zip = stored(8);
    zip[3 * ENTRY / 2] ^= 1;
    IllegalStateException throttled = new IllegalStateException("throttled");
    CountDownLatch laterRead = new CountDownLatch(1);
    StoredReport report =
        new StoredReport(zip)
            .before(
                (offset, length) -> {
                  if (offset >= SECOND) {
                    laterRead.countDown();
                  } else {
                    await(laterRead);
                    throw throttled;
                  }
                });
    assertThatThrownBy(() -> report.inspect(2)).isSameAs(throttled);
  }

  @Test
  @Timeout(60)
  void oneProcessorReadsInOrder() throws IOException {
    Set<String> readers = new ConcurrentSkipListSet<>();
    StoredReport report =
        new StoredReport(stored(8))
            .before((offset, length) -> readers.add(Thread.currentThread().getName()));
    report.inspect(1);
    assertThat(readers).containsExactly(Thread.currentThread().getName());
  }

  @Test
  @Timeout(60)
  void severalProcessorsReadAtTheSameTime() throws IOException {
    CountDownLatch reading = new CountDownLatch(2);
    StoredReport report =
        new StoredReport(stored(8))
            .before(
                (offset, length) -> {
                  reading.countDown();
                  await(reading);
                });
    assertThat(report.inspect(2).error()).isEmpty();
  }

  @Test
  @Timeout(60)
  void faultOfAWindowReadAheadIsThrownAsItWas() throws IOException {
    IllegalStateException throttled = new IllegalStateException("throttled");
    StoredReport report =
        new StoredReport(archive(1, 10_000_000, 0, new Random(1)))
            .before(
                (offset, length) -> {
                  if (offset >= SECOND) {
                    throw throttled;
                  }
                });
    assertThatThrownBy(() -> report.inspect(2)).isSameAs(throttled);
  }

  @Test
  @Timeout(60)
  void whoIsInterruptedWhileOthersReadStopsThemAndFails() throws Exception {
    Thread caller = Thread.currentThread();
    StoredReport report =
        new StoredReport(stored(8))
            .before(
                (offset, length) -> {
                  if (offset >= SECOND) {
                    caller.interrupt();
                    await(new CountDownLatch(1)); // for ever, unless interrupted
                  }
                });
    assertThatThrownBy(() -> report.inspect(2)).isInstanceOf(UncheckedIOException.class);
    assertThat(Thread.interrupted()).as("still interrupted").isTrue();
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      if (!latch.await(30, TimeUnit.SECONDS)) {
        throw new AssertionError("nobody else came");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static byte[] stored(int entries) throws IOException {
    return archive(entries, ENTRY, Deflater.NO_COMPRESSION, new Random(1));
  }

  /// Its entries have `length` bytes each, of lines that differ.
  private static byte[] archive(int entries, int length, int level, Random random)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setLevel(level);
      for (int i = 0; i < entries; i++) {
        zip.putNextEntry(new ZipEntry("file" + i + ".csv"));
        zip.write(text(length, random).getBytes(UTF_8));
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static String text(int length, Random random) {
    StringBuilder text = new StringBuilder(length);
    while (text.length() < length) {
      text.append(random.nextLong()).append(random.nextInt(3) == 0 ? "\n" : ";");
    }
    return text.substring(0, length);
  }
}
