package io.cdrwebhooks.localstack;

import java.net.URI;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

/// Starts LocalStack before the tests of a JVM, and names it as their endpoint from outside.
/// Without a Docker engine no test is run and the build fails.
///
/// It starts nothing when the environment names an endpoint, or the build no image.
public final class LocalStackSession implements LauncherSessionListener {
  static final String IMAGE_PROPERTY = "cdrwebhooks.localstack.image";

  /// Read by `io.cdrwebhooks.emulators.AwsEndpoints`.
  static final String ENDPOINT_PROPERTY = "cdrwebhooks.aws.endpoint";

  private static final String IMAGE_NAME = "localstack/localstack";

  private @Nullable LocalStackContainer container;

  /// What `AWS_ENDPOINT_URL` names, or else the container; empty when there is neither.
  static Optional<URI> endpoint() {
    return Stream.of(
            System.getenv().getOrDefault("AWS_ENDPOINT_URL", ""),
            System.getProperty(ENDPOINT_PROPERTY, ""))
        .filter(text -> !text.isBlank())
        .findFirst()
        .map(URI::create);
  }

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    String image = System.getProperty(IMAGE_PROPERTY);
    if (image == null || endpoint().isPresent()) {
      return;
    }
    if (image.isBlank()) {
      throw new IllegalStateException("-D%s must name an image".formatted(IMAGE_PROPERTY));
    }
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      throw new IllegalStateException(
          "-Plocalstack needs a Docker engine to run %s.".formatted(image));
    }
    LocalStackContainer started =
        new LocalStackContainer(DockerImageName.parse(image).asCompatibleSubstituteFor(IMAGE_NAME))
            // Left to itself it takes a forged URL for a good one.
            .withEnv("S3_SKIP_SIGNATURE_VALIDATION", "0");
    started.start();
    container = started;
    System.setProperty(ENDPOINT_PROPERTY, started.getEndpoint().toString());
  }

  @Override
  public void launcherSessionClosed(LauncherSession session) {
    if (container != null) {
      container.stop();
    }
  }
}
