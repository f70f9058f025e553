package io.cdrwebhooks.bench.counting;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/// The least that counting has to do: one thread inflates an archive's deflated data from memory
/// and does nothing with the text.
final class BareInflate {
  /// Larger and smaller ones are no faster.
  private static final int BUFFER = 1 << 16;

  private final List<byte[]> deflated = new ArrayList<>();

  BareInflate(Path file) throws IOException {
    try (ZipFile archive = ZipFile.builder().setPath(file).get()) {
      for (ZipArchiveEntry entry : Collections.list(archive.getEntries())) {
        deflated.add(archive.getRawInputStream(entry).readAllBytes());
      }
    }
  }

  /// Answers how many bytes of text there are.
  long inflate() {
    byte[] text = new byte[BUFFER];
    long inflated = 0;
    try (Inflater inflater = new Inflater(true)) {
      for (byte[] entry : deflated) {
        inflater.reset();
        inflater.setInput(entry);
        while (!inflater.finished()) {
          inflated += inflater.inflate(text);
        }
      }
    } catch (DataFormatException e) {
      throw new IllegalStateException(e);
    }
    return inflated;
  }
}
