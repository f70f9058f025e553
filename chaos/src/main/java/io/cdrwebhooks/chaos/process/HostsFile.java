package io.cdrwebhooks.chaos.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The names that the dispatch process can resolve, read by it at every look-up.
public final class HostsFile {
  private final Path file;
  private final Map<String, String> addresses = new TreeMap<>(Map.of("localhost", "127.0.0.1"));

  public HostsFile(Path file) {
    this.file = file;
  }

  public Path file() {
    return file;
  }

  /// From the next look-up on.
  public synchronized void set(String name, String address) {
    addresses.put(name, address);
    String text =
        addresses.entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey() + "\n")
            .collect(Collectors.joining());
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try {
      Files.writeString(next, text);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("names could not be written", e);
    }
  }
}
