package io.cdrwebhooks.chaos.process;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/// The argument of the dispatch process, as JSON: URLs, files, and the factor that shortens days.
/// `queues` is the beginning of the queues' URLs.
public record DispatchSettings(
    URI dynamoDb,
    URI s3,
    URI queues,
    URI callbackBaseUrl,
    Path signatureKeyFile,
    Path noticesFile,
    int daysPassTimes) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static DispatchSettings parse(String json) throws IOException {
    return JSON.readValue(json, DispatchSettings.class);
  }

  String json() throws IOException {
    return JSON.writeValueAsString(this);
  }

  URI queue(String name) {
    return URI.create(queues + "/" + name);
  }
}
