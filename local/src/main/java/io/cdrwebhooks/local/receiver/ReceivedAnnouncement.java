package io.cdrwebhooks.local.receiver;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The payload as a receiver reads it. It contains the token, so its text omits the URL. Only
/// payload 2 has a `fileSha256`; it is empty text if unknown.
public record ReceivedAnnouncement(
    URI callbackUrl,
    String fileName,
    long fileSizeInBytes,
    long numberOfLines,
    String taskName,
    String error,
    String fileSha256) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final List<String> TEXTS =
      List.of(
          "contentType",
          "httpMethod",
          "callbackURL",
          "validUntil",
          "fileName",
          "taskName",
          "error");
  private static final List<String> NUMBERS = List.of("fileSizeInBytes", "numberOfLines", "taskId");

  private static final int MAX_NAME = 60;

  /// The only error that does not mean that the file is bad.
  private static final String TOO_LARGE_TO_COUNT = "Report is too large to count";

  /// Reads the body of a webhook.
  ///
  /// @throws IOException if this is not a payload; the message quotes nothing of the body
  public static ReceivedAnnouncement read(byte[] body) throws IOException {
    try {
      // Jackson would read UTF-16 too.
      JsonNode payload =
          JSON.readTree(
              StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString());
      if (!TEXTS.stream().allMatch(name -> payload.path(name).isTextual())
          || !NUMBERS.stream().allMatch(name -> isCount(payload.path(name)))) {
        throw new IOException("a property is missing or of another type");
      }
      return new ReceivedAnnouncement(
          webAddress(payload.required("callbackURL").asText()),
          payload.required("fileName").asText(),
          payload.required("fileSizeInBytes").asLong(),
          payload.required("numberOfLines").asLong(),
          payload.required("taskName").asText(),
          payload.required("error").asText(),
          payload.path("fileSha256").asText());
    } catch (IOException e) {
      throw new IOException("body must be the payload of a webhook");
    }
  }

  private static boolean isCount(JsonNode number) {
    return number.isIntegralNumber() && number.canConvertToLong() && number.asLong() >= 0;
  }

  static URI webAddress(String text) throws IOException {
    try {
      URI address = new URI(text);
      if (List.of("http", "https").contains(address.getScheme()) && address.getHost() != null) {
        return address;
      }
    } catch (URISyntaxException e) {
      // This drops the exception, because its message would quote the token.
    }
    throw new IOException("callback URL must be an http or https address");
  }

  /// Returns the name to save the report under: one file in one folder, whatever was announced.
  String safeFileName() {
    String end = fileName.substring(Math.max(0, fileName.length() - MAX_NAME));
    String name = end.replaceAll("[^\\p{L}0-9._ -]", "_").replaceAll("^[. ]+|[. ]+$", "");
    return name.isEmpty() ? "report.zip" : name;
  }

  /// Returns whether there is a report to fetch.
  boolean hasReport() {
    return error.isEmpty() || error.equals(TOO_LARGE_TO_COUNT);
  }

  @Override
  public String toString() {
    return "ReceivedAnnouncement[fileName=" + fileName + "]";
  }
}
