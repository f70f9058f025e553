package io.cdrwebhooks.report;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZipEndRecordTest {
  private static final long NONE_16 = 0xffff;
  private static final long NONE_32 = 0xffff_ffffL;

  @Test
  void positionsCountFromTheBeginningOfTheObject() {
    assertThat(find(5_000, before(100), end(3, 40, 5_060, "")))
        .contains(new ZipEndRecord(3, 5_060, 40, 5_100, 5_122));
  }

  @Test
  void emptyArchiveIsComplete() {
    assertThat(find(0, end(0, 0, 0, ""))).contains(new ZipEndRecord(0, 0, 0, 0, 22));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 30, 65_535})
  void commentMayFollow(int length) {
    assertThat(find(0, before(100), end(3, 40, 60, "c".repeat(length))))
        .contains(new ZipEndRecord(3, 60, 40, 100, 122));
  }

  @Test
  void truncatedOrTooLongCommentIsNotComplete() {
    byte[] zip = join(before(100), end(3, 40, 60, "a comment"));
    assertThat(find(0, Arrays.copyOf(zip, zip.length - 1))).isEmpty();
    assertThat(find(0, Arrays.copyOf(zip, zip.length + 1))).isEmpty();
  }

  @Test
  void signatureInTheCommentIsText() {
    assertThat(find(0, before(100), end(3, 40, 60, "PK\5\6" + "x".repeat(50))))
        .contains(new ZipEndRecord(3, 60, 40, 100, 122));
  }

  @Test
  void recordInTheCommentThatDoesNotFitIsText() {
    String fake = new String(end(1, 1, 0x7000_0000L, ""), US_ASCII);
    assertThat(find(0, before(100), end(3, 40, 60, "see " + fake)))
        .contains(new ZipEndRecord(3, 60, 40, 100, 122));
  }

  @Test
  void directoryMustLieBeforeTheRecord() {
    assertThat(find(0, before(100), end(3, 40, 61, ""))).isEmpty();
    assertThat(find(0, before(100), end(3, 101, 0, ""))).isEmpty();
    assertThat(find(0, before(100), end(3, 0, 101, ""))).isEmpty();
    assertThat(find(0, before(100), end(3, 0x8000_0000L, 0x8000_0000L, ""))).isEmpty();
  }

  @Test
  void exactly65535EntriesNeedNoZip64Record() {
    assertThat(find(0, before(100), end(NONE_16, 40, 60, "")))
        .contains(new ZipEndRecord(65_535, 60, 40, 100, 122));
  }

  @Test
  void largestPositionsNeedAZip64Record() {
    long beyond4GiB = 6L << 32;
    assertThat(find(beyond4GiB, before(100), end(3, 40, NONE_32, ""))).isEmpty();
    assertThat(find(beyond4GiB, before(100), end(3, NONE_32, 0, ""))).isEmpty();
  }

  @Test
  void zip64RecordTakesPrecedence() {
    assertThat(
            find(
                7L << 32,
                before(100),
                zip64(70_000, 90, (7L << 32) + 10),
                locator((7L << 32) + 100),
                end(NONE_16, NONE_32, NONE_32, "comment")))
        .contains(
            new ZipEndRecord(
                70_000, (7L << 32) + 10, 90, (7L << 32) + 100, (7L << 32) + 100 + 56 + 20 + 22));
  }

  @Test
  void zip64RecordMayRepeatThePlainOne() {
    assertThat(find(0, before(100), zip64(3, 40, 60), locator(100), end(3, 40, 60, "")))
        .contains(new ZipEndRecord(3, 60, 40, 100, 198));
  }

  @Test
  void contradictingZip64RecordIsNotComplete() {
    byte[] zip64 = zip64(3, 40, 60);
    assertThat(find(0, before(100), zip64, locator(100), end(4, 40, 60, ""))).isEmpty();
    assertThat(find(0, before(100), zip64, locator(100), end(3, 41, 60, ""))).isEmpty();
    assertThat(find(0, before(100), zip64, locator(100), end(3, 40, 59, ""))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {99, 101, 45, 0, -1, 120, 1_000_000, Long.MAX_VALUE, Long.MIN_VALUE})
  void wrongLocatorIsNotComplete(long position) {
    assertThat(find(50, before(50), zip64(3, 40, 60), locator(position), end(NONE_16, 0, 0, "")))
        .isEmpty();
  }

  @Test
  void zip64RecordWithoutRoomIsNotComplete() {
    byte[] cutOff = Arrays.copyOf(zip64(3, 40, 60), 55);
    byte[] plain = end(NONE_16, NONE_32, NONE_32, "");
    assertThat(find(0, before(100), cutOff, locator(100), plain)).isEmpty();
    assertThat(find(0, Arrays.copyOf(cutOff, 4), locator(0), plain)).isEmpty();
  }

  @Test
  void zip64RecordBeforeTheTailIsNotComplete() {
    assertThat(find(1_000, locator(100), end(NONE_16, NONE_32, NONE_32, ""))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, 101, 1L << 32})
  void hostileZip64NumbersAreNotComplete(long hostile) {
    byte[] plain = end(NONE_16, NONE_32, NONE_32, "");
    assertThat(find(0, before(100), zip64(3, hostile, 60), locator(100), plain)).isEmpty();
    assertThat(find(0, before(100), zip64(3, 40, hostile), locator(100), plain)).isEmpty();
    assertThat(find(0, before(100), zip64(3, hostile, hostile), locator(100), plain)).isEmpty();
    assertThat(find(0, before(100), zip64(-1, 40, 60), locator(100), plain)).isEmpty();
  }

  @Property
  void recordFoundInAnyBytesLiesInsideThem(
      @ForAll @Size(max = 200) byte[] noise,
      @ForAll @IntRange(max = 200) int cut,
      @ForAll @IntRange(max = 1_000) int tailOffset) {
    byte[] zip =
        join(noise, zip64(3, 40, 60), locator(tailOffset + noise.length), end(3, 40, 60, ""));
    byte[] damaged = join(Arrays.copyOfRange(zip, Math.min(cut, zip.length), zip.length));
    for (int i = 0; i < noise.length && damaged.length > 0; i++) {
      damaged[Math.floorMod(noise[i] * 31 + i, damaged.length)] ^= noise[i];
    }
    for (byte[] bytes : new byte[][] {noise, zip, damaged}) {
      Optional<ZipEndRecord> found = ZipEndRecord.find(new ReportTail(tailOffset, bytes));
      found.ifPresent(
          record -> {
            assertThat(record.directoryOffset()).isNotNegative();
            assertThat(record.directoryOffset() + record.directorySize())
                .isBetween(0L, record.recordsOffset());
            assertThat(record.recordsOffset()).isBetween((long) tailOffset, record.endOffset());
            assertThat(record.endOffset()).isLessThanOrEqualTo(tailOffset + bytes.length);
          });
    }
  }

  private static Optional<ZipEndRecord> find(long tailOffset, byte[]... parts) {
    return ZipEndRecord.find(new ReportTail(tailOffset, join(parts)));
  }

  private static byte[] before(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) 'x');
    return bytes;
  }

  private static byte[] end(long entries, long size, long offset, String comment) {
    return littleEndian(22 + comment.length())
        .putInt(0x06054b50)
        .putInt(0)
        .putShort((short) entries)
        .putShort((short) entries)
        .putInt((int) size)
        .putInt((int) offset)
        .putShort((short) comment.length())
        .put(comment.getBytes(US_ASCII))
        .array();
  }

  private static byte[] zip64(long entries, long size, long offset) {
    return littleEndian(56)
        .putInt(0x06064b50)
        .putLong(44)
        .putInt(0x002d002d)
        .putLong(0)
        .putLong(entries)
        .putLong(entries)
        .putLong(size)
        .putLong(offset)
        .array();
  }

  private static byte[] locator(long position) {
    return littleEndian(20).putInt(0x07064b50).putInt(0).putLong(position).putInt(1).array();
  }

  private static ByteBuffer littleEndian(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }
}
