package io.cdrwebhooks.local.web;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// One static file as it is sent.
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
record Page(byte[] bytes, String contentType, String entityTag, String cacheControl) {
  /// What a bundler names after its content: it never changes under this name.
  private static final Pattern HASHED =
      Pattern.compile("(.*/)?assets/[^/]*-[A-Za-z0-9_-]{8}\\.[a-z0-9]+");

  private static final String TEXT = "text/plain; charset=utf-8";

  /// Licences, as they come with what is bundled.
  private static final String NO_EXTENSION = "";

  private static final String UNKNOWN_TYPE = "application/octet-stream";
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("mjs", "text/javascript; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("map", "application/json"),
          Map.entry("yaml", "application/yaml"),
          Map.entry("txt", TEXT),
          Map.entry("md", TEXT),
          Map.entry(NO_EXTENSION, TEXT),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("webp", "image/webp"),
          Map.entry("woff2", "font/woff2"));

  static Page of(String name, byte[] bytes) {
    return new Page(
        bytes,
        TYPES.getOrDefault(extension(name), UNKNOWN_TYPE),
        entityTag(bytes),
        HASHED.matcher(name).matches() ? "public, max-age=31536000, immutable" : "no-cache");
  }

  private static String extension(String name) {
    String last = name.substring(name.lastIndexOf('/') + 1);
    int dot = last.lastIndexOf('.');
    return dot < 0 ? NO_EXTENSION : last.substring(dot + 1).toLowerCase(Locale.ROOT);
  }

  private static String entityTag(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "\"" + HexFormat.of().formatHex(hash, 0, 16) + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
