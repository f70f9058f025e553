package io.cdrwebhooks.link;

import java.nio.charset.StandardCharsets;

/// Builds the `Content-Disposition` of a downloaded report, so that it is saved under its file
/// name.
///
/// Source: RFC 6266 and RFC 8187. The whole value is ASCII, since S3 refuses anything beyond
/// Latin-1.
public final class ContentDisposition {
  private static final String ATTR_CHARS = "!#$&+-.^_`|~";

  private ContentDisposition() {}

  /// Returns `attachment; filename="<ASCII form>"; filename*=UTF-8''<fileName>`.
  public static String attachment(String fileName) {
    return "attachment; filename=\""
        + ascii(fileName)
        + "\"; filename*=UTF-8''"
        + encoded(fileName);
  }

  /// Replaces everything that is not plain printable ASCII with an underscore, for old clients.
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
