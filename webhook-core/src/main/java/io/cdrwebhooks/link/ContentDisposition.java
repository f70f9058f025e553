package io.cdrwebhooks.link;

import java.nio.charset.StandardCharsets;

/// Builds the `Content-Disposition` of a downloaded report, so that it is saved under its file
/// name.
///
/// Source: RFC 6266 and RFC 8187. The whole value is ASCII, since S3 refuses anything beyond
/// Latin-1.
public final class ContentDisposition {
  private static final String ATTR_CHARS = "!#$&+-.^_`|~";

  /// The longest file name that file systems accept, in bytes of UTF-8. The name of an S3 object
  /// may have some 1,000 bytes, and each can take five characters of the address that a link
  /// redirects to. Servers accept about 8,000 characters in all.
  private static final int MAX_BYTES = 255;

  private static final int LONGEST_ENDING = 16;

  private ContentDisposition() {}

  /// Returns `attachment; filename="<ASCII form>"; filename*=UTF-8''<fileName>`. The middle of a
  /// name that is too long for file systems is cut out.
  public static String attachment(String fileName) {
    String name = shortened(fileName);
    return "attachment; filename=\"" + ascii(name) + "\"; filename*=UTF-8''" + encoded(name);
  }

  private static String shortened(String fileName) {
    if (bytes(fileName) <= MAX_BYTES) {
      return fileName;
    }
    int dot = fileName.lastIndexOf('.');
    String last = dot < 0 ? "" : fileName.substring(dot);
    String ending = bytes(last) > LONGEST_ENDING ? "" : last;
    StringBuilder beginning = new StringBuilder();
    int left = MAX_BYTES - bytes(ending);
    for (int i = 0; i < fileName.length(); ) {
      String character = Character.toString(fileName.codePointAt(i));
      left -= bytes(character);
      if (left < 0) {
        break;
      }
      beginning.append(character);
      i += character.length();
    }
    return beginning + ending;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /// Replaces every character that is not printable ASCII with an underscore, for old clients.
  private static String ascii(String fileName) {
    StringBuilder plain = new StringBuilder(fileName.length());
    fileName
        .codePoints()
        .map(c -> c >= 0x20 && c < 0x7f && c != '"' && c != '\\' && c != '%' ? c : '_')
        .forEach(plain::appendCodePoint);
    return plain.toString();
  }

  private static String encoded(String fileName) {
    StringBuilder encoded = new StringBuilder(fileName.length());
    for (byte b : fileName.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean letterOrDigit = c < 0x80 && Character.isLetterOrDigit(c);
      if (letterOrDigit || ATTR_CHARS.indexOf(c) >= 0) {
        encoded.append(c);
      } else {
        encoded.append(String.format("%%%02X", (int) c));
      }
    }
    return encoded.toString();
  }
}
