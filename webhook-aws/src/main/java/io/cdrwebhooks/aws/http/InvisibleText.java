package io.cdrwebhooks.aws.http;

import java.util.OptionalInt;

/// Finds characters that a reader does not see, or that change the direction of writing. With such
/// a character, a name may look like another one.
///
/// They are Unicode's category Cf, its property Default_Ignorable_Code_Point, and the blank Braille
/// pattern. The selector that makes an emoji colourful is allowed after an emoji. The console shows
/// the same characters as pictures. Source: Unicode 16, DerivedCoreProperties.txt.
final class InvisibleText {
  /// The ranges of Default_Ignorable_Code_Point that are not in the category Cf, and U+2800.
  private static final int[][] RANGES = {
    {0x034f, 0x034f},
    {0x115f, 0x1160},
    {0x17b4, 0x17b5},
    {0x180b, 0x180f},
    {0x2065, 0x2065},
    {0x2800, 0x2800},
    {0x3164, 0x3164},
    {0xfe00, 0xfe0f},
    {0xffa0, 0xffa0},
    {0xfff0, 0xfff8},
    {0xe0000, 0xe0fff}
  };

  private static final int COLOUR_SELECTOR = 0xfe0f;

  private InvisibleText() {}

  /// Returns the first invisible character; empty if there is none.
  static OptionalInt first(String text) {
    int before = 0;
    for (int at = 0; at < text.length(); at += Character.charCount(before)) {
      int codePoint = text.codePointAt(at);
      boolean colours = codePoint == COLOUR_SELECTOR && Character.isExtendedPictographic(before);
      if (isInvisible(codePoint) && !colours) {
        return OptionalInt.of(codePoint);
      }
      before = codePoint;
    }
    return OptionalInt.empty();
  }

  private static boolean isInvisible(int codePoint) {
    if (Character.getType(codePoint) == Character.FORMAT) {
      return true;
    }
    for (int[] range : RANGES) {
      if (codePoint >= range[0] && codePoint <= range[1]) {
        return true;
      }
    }
    return false;
  }
}
