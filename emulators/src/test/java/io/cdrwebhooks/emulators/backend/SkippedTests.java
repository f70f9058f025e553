package io.cdrwebhooks.emulators.backend;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/// The tests that moto can't serve, each with the reason: lines `Class#method reason` of a file.
/// They are not run on moto.
final class SkippedTests {
  static final String FILE = "not-served-by-moto.txt";

  private static final Map<String, String> REASONS = read();

  private SkippedTests() {}

  static Optional<String> reasonFor(String test) {
    return Optional.ofNullable(REASONS.get(test));
  }

  private static Map<String, String> read() {
    try (InputStream file =
        Objects.requireNonNull(SkippedTests.class.getResourceAsStream(FILE), FILE)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("//"))
          .map(line -> line.split(" +", 2))
          .collect(Collectors.toUnmodifiableMap(line -> line[0], line -> line[1]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
