package io.cdrwebhooks.local.receiver;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// The name that a report is saved under: one file in one folder, whatever name was announced.
final class SavedName {
  /// File systems take 255 bytes, and `.part` is added while the report comes.
  private static final int LONGEST_BYTES = 200;

  /// Separators, wildcards, and characters that are invisible or look like others.
  private static final Pattern UNSAFE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}/\\\\:*?\"<>|]");

  private SavedName() {}

  static Path in(Path folder, String fileName) {
    String safe = shortened(UNSAFE.matcher(fileName).replaceAll("_"));
    if (safe.isBlank() || safe.matches("\\.+")) {
      safe = "report.zip";
    }
    return folder.resolve(safe);
  }

  /// Shortens a name from its start, since the file's type is at the end.
  private static String shortened(String name) {
    String rest = name;
    while (rest.getBytes(StandardCharsets.UTF_8).length > LONGEST_BYTES) {
      rest = rest.substring(rest.offsetByCodePoints(0, 1));
    }
    return rest;
  }
}
