package io.cdrwebhooks.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/// Makes archives, both valid and malicious ones.
public final class Zips {
  private static final int END_RECORD = 22;

  private Zips() {}

  /// As most tools write them: deflated, with data descriptors.
  public static byte[] deflated(Map<String, String> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue().getBytes(UTF_8));
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  static byte[] stored(String name, String text) throws IOException {
    byte[] content = text.getBytes(UTF_8);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(Integer.toUnsignedLong(crc(content)));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(entry);
      zip.write(content);
    }
    return bytes.toByteArray();
  }

  static byte[] zip64(String name, String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
      zip.setUseZip64(Zip64Mode.Always);
      zip.putArchiveEntry(new ZipArchiveEntry(name));
      zip.write(text.getBytes(UTF_8));
      zip.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }

  /// A stored entry with its sizes after the data: streaming readers refuse it, the directory has
  /// the sizes.
  static byte[] storedWithDataDescriptor(String name, String text) {
    byte[] content = text.getBytes(UTF_8);
    ByteBuffer zip = littleEndian(1024);
    localHeader(zip, name, (short) 8, 0, 0);
    zip.put(content);
    zip.putInt(0x08074b50).putInt(crc(content)).putInt(content.length).putInt(content.length);
    int directory = zip.position();
    directoryHeader(zip, name, (short) 8, content, 0);
    return end(zip, directory, 1);
  }

  /// Two directory entries that share one piece of data, the way zip bombs multiply text.
  static byte[] twoEntriesOverOneText(String text) {
    byte[] content = text.getBytes(UTF_8);
    ByteBuffer zip = littleEndian(1024);
    localHeader(zip, "a.csv", (short) 0, crc(content), content.length);
    zip.put(content);
    int directory = zip.position();
    directoryHeader(zip, "a.csv", (short) 0, content, 0);
    directoryHeader(zip, "b.csv", (short) 0, content, 0);
    return end(zip, directory, 2);
  }

  /// Empty files; the directory has `fields` empty extra fields for each of them.
  static byte[] manyExtraFields(int files, int fields) {
    ByteBuffer zip = littleEndian(files * (30 + 46 + 2 * "0000.csv".length() + 4 * fields) + 1024);
    int[] headers = new int[files];
    for (int i = 0; i < files; i++) {
      headers[i] = zip.position();
      localHeader(zip, "%04d.csv".formatted(i), (short) 0, 0, 0);
    }
    int directory = zip.position();
    for (int i = 0; i < files; i++) {
      int header = zip.position();
      directoryHeader(zip, "%04d.csv".formatted(i), (short) 0, new byte[0], headers[i]);
      zip.putShort(header + 30, (short) (4 * fields));
      for (int field = 0; field < fields; field++) {
        zip.putShort((short) (0x4000 + field)).putShort((short) 0);
      }
    }
    return end(zip, directory, files);
  }

  /// The first header of the central directory, to be changed at the APPNOTE's offsets.
  static ByteBuffer directoryHeader(byte[] zip) {
    return at(zip, endRecord(zip).getInt(16));
  }

  static ByteBuffer endRecord(byte[] zip) {
    return at(zip, zip.length - END_RECORD);
  }

  static ByteBuffer at(byte[] zip, int offset) {
    return ByteBuffer.wrap(zip, offset, zip.length - offset).slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void localHeader(ByteBuffer zip, String name, short flags, int crc, int size) {
    zip.putInt(0x04034b50).putShort((short) 20).putShort(flags).putShort((short) 0).putInt(0);
    zip.putInt(crc).putInt(size).putInt(size).putShort((short) name.length()).putShort((short) 0);
    zip.put(name.getBytes(UTF_8));
  }

  private static void directoryHeader(
      ByteBuffer zip, String name, short flags, byte[] content, int localHeaderOffset) {
    zip.putInt(0x02014b50).putShort((short) 20).putShort((short) 20).putShort(flags);
    zip.putShort((short) 0).putInt(0);
    zip.putInt(crc(content)).putInt(content.length).putInt(content.length);
    zip.putShort((short) name.length()).putShort((short) 0).putShort((short) 0);
    zip.putShort((short) 0).putShort((short) 0).putInt(0).putInt(localHeaderOffset);
    zip.put(name.getBytes(UTF_8));
  }

  private static byte[] end(ByteBuffer zip, int directory, int entries) {
    int size = zip.position() - directory;
    zip.putInt(0x06054b50).putShort((short) 0).putShort((short) 0);
    zip.putShort((short) entries).putShort((short) entries);
    zip.putInt(size).putInt(directory).putShort((short) 0);
    return Arrays.copyOf(zip.array(), zip.position());
  }

  private static ByteBuffer littleEndian(int capacity) {
    return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int crc(byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(content);
    return (int) crc.getValue();
  }
}
