package io.cdrwebhooks.local.receiver;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/// The name under which a report is saved: one file in one folder, whatever name was announced.
final class SafeFileName {
  private static final int MAX_BYTES = 120;
  private static final Pattern FOLDERS = Pattern.compile("^.*[/\\\\]", Pattern.DOTALL);
  private static final Pattern UNSAFE =
      Pattern.compile("[^A-Za-z0-9._ \\-[\\p{L}&&[^\\x00-\\x7F]]]");
  private static final Pattern ENDS = Pattern.compile("^\\.+|[. ]+$");

  /// Names of devices in Windows, with any extension.
  private static final Pattern DEVICE =
      Pattern.compile("(con|prn|aux|nul|com[1-9]|lpt[1-9])(\\..*)?");

  private SafeFileName() {}

  static String of(String announced) {
    String name = FOLDERS.matcher(announced).replaceFirst("");
    name = ENDS.matcher(UNSAFE.matcher(name).replaceAll("_")).replaceAll("");
    if (DEVICE.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
      name = "_" + name;
    }
    name = shortened(name);
    return name.isEmpty() ? "report.zip" : name;
  }

  /// Shortens a name, but keeps its extension.
  private static String shortened(String name) {
    int dot = name.lastIndexOf('.');
    String extension = dot >= 0 && bytes(name.substring(dot)) <= 16 ? name.substring(dot) : "";
    String stem = name.substring(0, name.length() - extension.length());
    while (bytes(stem) + bytes(extension) > MAX_BYTES) {
      stem = stem.substring(0, stem.offsetByCodePoints(stem.length(), -1));
    }
    return stem + extension;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
