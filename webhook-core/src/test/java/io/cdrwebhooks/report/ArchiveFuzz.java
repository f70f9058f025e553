package io.cdrwebhooks.report;

import io.cdrwebhooks.log.EventLog;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// A program that counts damaged archives, and compares each count with what other readers read:
/// the JDK's, and `unzip` for some of them, where it is installed. A reader that refuses an archive
/// says nothing.
///
/// Arguments: how many archives, the seed, and for how many of them `unzip` is started. It prints a
/// line with its figures, and ends with 1 at the first contradiction or fault.
public final class ArchiveFuzz {
  private static final Instant NOW = Instant.parse("2026-01-10T11:20:09Z");
  private static final ReportVersion VERSION =
      new ReportVersion(
          "cdr-reports", new ObjectKey.ReportKey(new TaskId(1), "a.zip"), Optional.empty());
  private static final long[] NUMBERS = {
    0, 1, 2, 8, 9, 22, 30, 46, 0x7fff, 0x8000, 0xffff, 0x7fff_ffff, 0x8000_0000L, 0xffff_ffffL
  };

  private final Random random;
  private final int unzipped;
  private final Path file;
  private final List<byte[]> sound = sound();
  private final Set<Integer> seen = new HashSet<>();
  private int counted;
  private int agreed;
  private int refusedElsewhere;
  private int startedUnzip;
  private int agreedWithUnzip;

  private ArchiveFuzz(long seed, int unzipped, Path file) throws IOException {
    this.random = new Random(seed);
    this.unzipped = unzipped;
    this.file = file;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    int archives = Integer.parseInt(arguments[0]);
    long seed = Long.parseLong(arguments[1]);
    Path file = Files.createTempFile("damaged", ".zip");
    try {
      ArchiveFuzz fuzz = new ArchiveFuzz(seed, Integer.parseInt(arguments[2]), file);
      for (int i = 0; i < archives; i++) {
        fuzz.count(i);
      }
      System.out.printf(
          "archives=%d seed=%d counted=%d jdk-agrees=%d jdk-refuses=%d unzip-agrees=%d/%d%n",
          archives,
          seed,
          fuzz.counted,
          fuzz.agreed,
          fuzz.refusedElsewhere,
          fuzz.agreedWithUnzip,
          fuzz.startedUnzip);
    } finally {
      Files.delete(file);
    }
  }

  private void count(int number) throws IOException, InterruptedException {
    byte[] archive = damaged();
    Inspection found = inspect(archive);
    if (!found.error().isEmpty()) {
      return;
    }
    counted++;
    Files.write(file, archive);
    Optional<Long> expected = linesOfTheJdk(file.toFile());
    if (expected.isEmpty()) {
      refusedElsewhere++;
    } else if (expected.get() != found.numberOfLines()) {
      throw contradiction(number, archive, found, "the JDK reads " + expected.get());
    } else {
      agreed++;
    }
    if (startedUnzip < unzipped && seen.add(Arrays.hashCode(archive))) {
      startedUnzip++;
      Optional<Long> listed = linesOfUnzip();
      if (listed.isPresent() && listed.get() != found.numberOfLines()) {
        throw contradiction(number, archive, found, "unzip reads " + listed.get());
      }
      agreedWithUnzip += listed.isPresent() ? 1 : 0;
    }
  }

  private static AssertionError contradiction(
      int number, byte[] archive, Inspection found, String other) throws IOException {
    Path kept = Files.write(Files.createTempFile("contradicted", ".zip"), archive);
    return new AssertionError(
        "archive %d: %d lines, but %s: %s".formatted(number, found.numberOfLines(), other, kept));
  }

  private static Inspection inspect(byte[] archive) {
    InMemoryReports reports = new InMemoryReports();
    reports.put(VERSION, archive, ReportMetadata.NONE);
    InstantSource clock = InstantSource.fixed(NOW);
    return new ReportInspector(reports, clock, new EventLog(clock, line -> {}))
        .inspect(reports.lookUp(VERSION), new CountingBounds(100, 1 << 20, NOW), false);
  }

  /// All texts end with a line feed, or are empty. Empty if the JDK refuses the archive; it reads
  /// the first of two entries with one name twice, so that says nothing either.
  private static Optional<Long> linesOfTheJdk(File archive) {
    try (ZipFile zip = new ZipFile(archive)) {
      long lines = 0;
      Set<String> names = new HashSet<>();
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (!names.add(entry.getName())) {
          return Optional.empty();
        }
        try (InputStream text = zip.getInputStream(entry)) {
          lines += lineFeeds(text.readAllBytes());
        }
      }
      return Optional.of(lines);
    } catch (IOException | IllegalArgumentException refused) {
      return Optional.empty();
    }
  }

  /// Empty if there is no `unzip`, or if it complains about the archive.
  private Optional<Long> linesOfUnzip() throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder("unzip", "-p", file.toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      long lines = lineFeeds(process.getInputStream().readAllBytes());
      return process.waitFor() == 0 ? Optional.of(lines) : Optional.empty();
    } catch (IOException absent) {
      return Optional.empty();
    }
  }

  private static long lineFeeds(byte[] text) {
    long lines = 0;
    for (byte b : text) {
      lines += b == '\n' ? 1 : 0;
    }
    return lines;
  }

  private byte[] damaged() {
    byte[] archive = any().clone();
    for (int times = 1 + random.nextInt(3); times > 0 && archive.length > 4; times--) {
      archive = damaged(archive);
    }
    return archive;
  }

  private byte[] any() {
    return sound.get(random.nextInt(sound.size()));
  }

  private byte[] damaged(byte[] archive) {
    int at = random.nextInt(archive.length);
    int length = Math.min(1 + random.nextInt(40), archive.length - at);
    return switch (random.nextInt(6)) {
      case 0 -> {
        archive[at] ^= (byte) (1 << random.nextInt(8));
        yield archive;
      }
      case 1 -> number(archive, at);
      case 2 -> number(archive, structure(archive) + random.nextInt(46)); // a field of a header
      case 3 -> spliced(archive, at, at + length, new byte[0]); // cut out
      case 4 -> spliced(archive, at, at, Arrays.copyOfRange(archive, at, at + length)); // doubled
      default -> {
        byte[] other = any();
        int from = random.nextInt(other.length);
        int to = Math.min(other.length, from + length);
        yield spliced(archive, at, at + to - from, Arrays.copyOfRange(other, from, to));
      }
    };
  }

  /// Writes one of the numbers at which readers begin to differ.
  private byte[] number(byte[] archive, int at) {
    int width = 2 << random.nextInt(3);
    if (at + width <= archive.length) {
      byte[] number = new byte[Long.BYTES];
      ByteBuffer.wrap(number)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putLong(NUMBERS[random.nextInt(NUMBERS.length)]);
      System.arraycopy(number, 0, archive, at, width);
    }
    return archive;
  }

  /// The position of any signature, or 0.
  private int structure(byte[] archive) {
    List<Integer> found = new ArrayList<>();
    for (int at = 0; at < archive.length - 4; at++) {
      if (archive[at] == 'P' && archive[at + 1] == 'K') {
        found.add(at);
      }
    }
    return found.isEmpty() ? 0 : found.get(random.nextInt(found.size()));
  }

  private static byte[] spliced(byte[] archive, int from, int to, byte[] piece) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(archive, 0, from);
    bytes.writeBytes(piece);
    int rest = Math.min(to, archive.length);
    bytes.write(archive, rest, archive.length - rest);
    return bytes.toByteArray();
  }

  private static List<byte[]> sound() throws IOException {
    String text = "one,1\ntwo,2\nthree,3\n";
    byte[] stored = Zips.stored("a.csv", text);
    byte[] commented = Arrays.copyOf(stored, stored.length + 30);
    Zips.at(commented, stored.length - 2).putShort((short) 30);
    return List.of(
        Zips.deflated(Map.of("a.csv", text)),
        Zips.deflated(Map.of("a.csv", text.repeat(20), "b.csv", "", "folder/", "")),
        Zips.stored("a.csv", text),
        Zips.stored("é.csv", ""),
        Zips.zip64("a.csv", text),
        Zips.storedWithDataDescriptor("a.csv", text),
        Zips.twoEntriesOverOneText(text),
        Zips.manyExtraFields(2, 9),
        commented);
  }
}
