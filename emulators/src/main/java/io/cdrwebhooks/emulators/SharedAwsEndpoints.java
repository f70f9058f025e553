package io.cdrwebhooks.emulators;

import java.net.URI;
import java.util.Optional;
import java.util.stream.Stream;

/// The one set of endpoints of a test JVM. The environment is read here and nowhere else.
final class SharedAwsEndpoints {
  static final Optional<URI> OUTSIDE =
      Stream.of(
              System.getenv().getOrDefault("AWS_ENDPOINT_URL", ""),
              System.getProperty(AwsEndpoints.OUTSIDE_PROPERTY, ""))
          .filter(text -> !text.isBlank())
          .findFirst()
          .map(URI::create);

  static final AwsEndpoints INSTANCE =
      OUTSIDE.map(SharedAwsEndpoints::external).orElseGet(SharedAwsEndpoints::emulated);

  private SharedAwsEndpoints() {}

  private static AwsEndpoints external(URI endpoint) {
    return AwsEndpoints.external(
        endpoint,
        new AccessKey(
            System.getenv().getOrDefault("AWS_ACCESS_KEY_ID", "test"),
            System.getenv().getOrDefault("AWS_SECRET_ACCESS_KEY", "test")));
  }

  private static AwsEndpoints emulated() {
    AwsEndpoints emulated = AwsEndpoints.start();
    Runtime.getRuntime().addShutdownHook(new Thread(emulated::close, "stop-emulators"));
    return emulated;
  }
}
