package io.cdrwebhooks.chaos.process;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/// What the dispatch process is told, in a file: where everything is, and how fast days pass.
public record DispatchSettings(
    Endpoints endpoints,
    String accessKeyId,
    String accessKeySecret,
    String bucket,
    URI callbackBaseUrl,
    Path signatureKeyFile,
    Path noticesFile,
    int daysPassTimes) {
  /// The proxies; `queues` is the beginning of the queues' URLs, behind one of them.
  public record Endpoints(URI dynamoDb, URI s3, URI queues) {
    URI sqs() {
      return queues.resolve("/");
    }

    URI queue(String name) {
      return URI.create(queues + "/" + name);
    }
  }

  static DispatchSettings read(Path file) throws IOException {
    Properties all = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      all.load(in);
    }
    return new DispatchSettings(
        new Endpoints(uri(all, "dynamodb"), uri(all, "s3"), uri(all, "queues")),
        all.getProperty("access-key-id"),
        all.getProperty("access-key-secret"),
        all.getProperty("bucket"),
        uri(all, "callback-base-url"),
        Path.of(all.getProperty("signature-key-file")),
        Path.of(all.getProperty("notices-file")),
        Integer.parseInt(all.getProperty("days-pass-times")));
  }

  void write(Path file) throws IOException {
    Properties all = new Properties();
    all.setProperty("dynamodb", endpoints.dynamoDb().toString());
    all.setProperty("s3", endpoints.s3().toString());
    all.setProperty("queues", endpoints.queues().toString());
    all.setProperty("access-key-id", accessKeyId);
    all.setProperty("access-key-secret", accessKeySecret);
    all.setProperty("bucket", bucket);
    all.setProperty("callback-base-url", callbackBaseUrl.toString());
    all.setProperty("signature-key-file", signatureKeyFile.toString());
    all.setProperty("notices-file", noticesFile.toString());
    all.setProperty("days-pass-times", Integer.toString(daysPassTimes));
    try (Writer out = Files.newBufferedWriter(file)) {
      all.store(out, null);
    }
  }

  private static URI uri(Properties all, String name) {
    return URI.create(all.getProperty(name));
  }

  @Override
  public String toString() {
    return "DispatchSettings[" + endpoints + "]";
  }
}
