package io.cdrwebhooks.report;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.cdrwebhooks.log.EventLog;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/// A program that runs with a small heap. It writes an archive to disk, serves it like the object
/// store, counts its lines and prints `lines=<n> error=<text> peakHeapMiB=<n>`. On request it
/// counts several times in parallel, and all results must be equal.
///
/// Arguments: the archive's file, which is written if it does not exist; the number of its entries,
/// the blocks of text in each, and how often to count in parallel.
public final class HugeReport {
  private static final byte[] BLOCK = block();

  private static final byte[] LAST_BLOCK = {1, 0, 0, -1, -1}; // deflate's end: a stored, empty one

  private HugeReport() {}

  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    Path file = Path.of(arguments[0]);
    if (!Files.exists(file)) {
      write(file, Integer.parseInt(arguments[1]), Long.parseLong(arguments[2]));
    }
    Reports reports = new ReportsOnDisk(file);
    InstantSource clock = InstantSource.system();
    EventLog log = new EventLog(clock, System.out::println);
    ReportInspector inspector = new ReportInspector(reports, clock, log);
    Set<Inspection> found = new HashSet<>();
    Callable<Inspection> count = () -> inspect(inspector, reports);
    try (ExecutorService messages = Executors.newVirtualThreadPerTaskExecutor()) {
      int times = Integer.parseInt(arguments[3]);
      for (Future<Inspection> counted : messages.invokeAll(Collections.nCopies(times, count))) {
        found.add(counted.get());
      }
    }
    found.forEach(
        inspection ->
            System.out.println(
                "lines=%d error=%s peakHeapMiB=%d"
                    .formatted(inspection.numberOfLines(), inspection.error(), peakHeapMiB())));
  }

  private static Inspection inspect(ReportInspector inspector, Reports reports) {
    ReportVersion version =
        new ReportVersion(
            "cdr-reports", new ObjectKey.ReportKey(new TaskId(1), "huge.zip"), Optional.empty());
    return inspector.inspect(
        reports.lookUp(version),
        CountingBounds.until(Instant.now().plus(Duration.ofMinutes(5))),
        false);
  }

  static long linesOfBlock() {
    long lines = 0;
    for (byte b : BLOCK) {
      lines += b == '\n' ? 1 : 0;
    }
    return lines;
  }

  /// 1 MiB of generated call records, each line different.
  private static byte[] block() {
    Random random = new Random(7);
    StringBuilder text = new StringBuilder(1 << 20);
    while (text.length() < (1 << 20) - 200) {
      text.append("2026-01-10T").append(random.nextInt(86_400)).append(",+49");
      text.append(random.nextInt(1_000_000)).append(",answered,outgoing,trunk-7,");
      text.append(random.nextInt(600)).append("\n");
    }
    text.append("x".repeat((1 << 20) - 1 - text.length())).append('\n');
    return text.toString().getBytes(US_ASCII);
  }

  /// Deflates each block once, up to a flush, and repeats its bytes: compressing gigabytes would
  /// take longer than counting them.
  private static void write(Path file, int entries, long blocksEach) throws IOException {
    byte[] deflated = deflatedBlock();
    CRC32 checksum = new CRC32();
    for (long i = 0; i < blocksEach; i++) {
      checksum.update(BLOCK);
    }
    try (ZipArchiveOutputStream zip =
        new ZipArchiveOutputStream(
            new BufferedOutputStream(Files.newOutputStream(file), 1 << 16))) {
      for (int i = 0; i < entries; i++) {
        ZipArchiveEntry entry = new ZipArchiveEntry("part-" + i + ".csv");
        entry.setMethod(ZipArchiveEntry.DEFLATED);
        entry.setSize(blocksEach * BLOCK.length);
        entry.setCompressedSize(blocksEach * deflated.length + LAST_BLOCK.length);
        entry.setCrc(checksum.getValue());
        zip.addRawArchiveEntry(entry, repeated(deflated, blocksEach));
      }
    }
  }

  private static byte[] deflatedBlock() {
    byte[] deflated = new byte[BLOCK.length];
    try (Deflater deflater = new Deflater(Deflater.BEST_SPEED, true)) {
      deflater.setInput(BLOCK);
      int length = deflater.deflate(deflated, 0, deflated.length, Deflater.FULL_FLUSH);
      return Arrays.copyOf(deflated, length);
    }
  }

  private static InputStream repeated(byte[] deflated, long times) {
    Iterator<InputStream> parts =
        LongStream.rangeClosed(0, times)
            .<InputStream>mapToObj(i -> new ByteArrayInputStream(i < times ? deflated : LAST_BLOCK))
            .iterator();
    return new SequenceInputStream(
        new Enumeration<>() {
          @Override
          public boolean hasMoreElements() {
            return parts.hasNext();
          }

          @Override
          public InputStream nextElement() {
            return parts.next();
          }
        });
  }

  private static long peakHeapMiB() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .mapToLong(pool -> pool.getPeakUsage().getUsed())
            .sum()
        >> 20;
  }

  private record ReportsOnDisk(Path file) implements Reports {
    @Override
    public ReportLookup lookUp(ReportVersion version) {
      try {
        long size = Files.size(file);
        int tail = (int) Math.min(size, ReportTail.LENGTH);
        return new ReportLookup.Found(
            new Report(version, size, ReportMetadata.NONE),
            new ReportTail(size - tail, read(version, size - tail, tail)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public byte[] read(ReportVersion version, long offset, int length) throws IOException {
      try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
        byte[] read = new byte[length];
        bytes.seek(offset);
        bytes.readFully(read);
        return read;
      }
    }
  }
}
