package io.cdrwebhooks.chaos.world;

import io.cdrwebhooks.notice.Notice;
import io.cdrwebhooks.notice.Notices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// Writes the notices that the verdict needs as lines of a file, which outlives the process.
public record NoticesFile(Path file) implements Notices {
  @Override
  public void send(Notice notice) {
    String line =
        switch (notice) {
          case Notice.ConfigurationDisabled disabled -> "disabled " + disabled.configuration();
          case Notice.DeliveryFailed failed -> "failed " + failed.delivery();
          default -> "another notice";
        };
    try {
      Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("notice cannot be written: " + file, e);
    }
  }

  public List<String> lines() throws IOException {
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }
}
