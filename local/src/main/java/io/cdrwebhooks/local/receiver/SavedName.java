package io.cdrwebhooks.local.receiver;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// The name that a report is saved under: whatever was announced, it is one file in one folder.
final class SavedName {
  /// File systems take 255 bytes, and `.part` is added while the report comes.
  private static final int LONGEST_BYTES = 200;

  /// Separators, wildcards, and what shows itself as nothing or as something else.
  private static final Pattern UNSAFE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}/\\\\:*?\"<>|]");

  private SavedName() {}

  static Path in(Path folder, String fileName) {
    String safe = shortened(UNSAFE.matcher(fileName).replaceAll("_"));
    if (safe.isBlank() || safe.matches("\\.+")) {
      safe = "report.zip";
    }
    return folder.resolve(safe);
  }

  /// Keeps the end, where the file's type stands.
  private static String shortened(String name) {
    String rest = name;
    while (rest.getBytes(StandardCharsets.UTF_8).length > LONGEST_BYTES) {
      rest = rest.substring(rest.offsetByCodePoints(0, 1));
    }
    return rest;
  }
}
