package io.cdrwebhooks.zip;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Writes small archives of one file in memory, for samples and for made-up reports. Equal
/// arguments give equal bytes.
public final class OneFileZip {
  private OneFileZip() {}

  /// Returns an archive whose file has this name, time and content.
  public static byte[] bytes(String fileName, LocalDateTime time, byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      ZipEntry entry = new ZipEntry(fileName);
      entry.setTimeLocal(time);
      zip.putNextEntry(entry);
      zip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException("in-memory write failed", e);
    }
    return bytes.toByteArray();
  }
}
