package io.cdrwebhooks.emulators;

import java.net.URI;

/// The one set of endpoints of a test JVM. The environment is read here and nowhere else.
final class SharedAwsEndpoints {
  static final AwsEndpoints INSTANCE = create();

  private SharedAwsEndpoints() {}

  private static AwsEndpoints create() {
    String endpoint = System.getenv("AWS_ENDPOINT_URL");
    if (endpoint != null && !endpoint.isBlank()) {
      return AwsEndpoints.external(
          URI.create(endpoint),
          new AccessKey(
              System.getenv().getOrDefault("AWS_ACCESS_KEY_ID", "test"),
              System.getenv().getOrDefault("AWS_SECRET_ACCESS_KEY", "test")));
    }
    AwsEndpoints emulated = AwsEndpoints.start();
    Runtime.getRuntime().addShutdownHook(new Thread(emulated::close, "stop-emulators"));
    return emulated;
  }
}
