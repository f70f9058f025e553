package io.cdrwebhooks.chaos.process;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/// The arguments of the dispatch process: URLs, files, and the factor that shortens days. `queues`
/// is the beginning of the queues' URLs.
public record DispatchSettings(
    URI dynamoDb,
    URI s3,
    URI queues,
    URI callbackBaseUrl,
    Path signatureKeyFile,
    Path noticesFile,
    int daysPassTimes) {
  static DispatchSettings parse(String[] args) {
    return new DispatchSettings(
        URI.create(args[0]),
        URI.create(args[1]),
        URI.create(args[2]),
        URI.create(args[3]),
        Path.of(args[4]),
        Path.of(args[5]),
        Integer.parseInt(args[6]));
  }

  List<String> arguments() {
    return List.of(
        dynamoDb.toString(),
        s3.toString(),
        queues.toString(),
        callbackBaseUrl.toString(),
        signatureKeyFile.toString(),
        noticesFile.toString(),
        Integer.toString(daysPassTimes));
  }

  URI queue(String name) {
    return URI.create(queues + "/" + name);
  }
}
