package io.cdrwebhooks.local.receiver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;

/// The payload as a receiver reads it. It holds the token, so it shows itself without the URL.
public record Announcement(
    URI callbackUrl,
    String fileName,
    long fileSizeInBytes,
    long numberOfLines,
    String taskName,
    String error) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Announcement read(byte[] body) throws IOException {
    JsonNode payload = JSON.readTree(body);
    return new Announcement(
        URI.create(payload.required("callbackURL").asText()),
        payload.required("fileName").asText(),
        payload.required("fileSizeInBytes").asLong(),
        payload.required("numberOfLines").asLong(),
        payload.required("taskName").asText(),
        payload.required("error").asText());
  }

  /// A name to save under: whatever was announced, it stays one file in one folder.
  String safeFileName() {
    String safe = fileName.replaceAll("[^\\p{L}\\p{N} ._+,@()-]", "_");
    if (safe.isBlank() || safe.matches("\\.+")) {
      return "report.zip";
    }
    return safe.length() > 100 ? safe.substring(safe.length() - 100) : safe;
  }

  @Override
  public String toString() {
    return "Announcement[fileName=" + fileName + "]";
  }
}
