package io.cdrwebhooks.aws;

import io.cdrwebhooks.emulators.AwsEndpoints;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/// Gives tests the services that the emulators lack, such as KMS and EventBridge: from moto. If
/// `make check-moto` has not started it, this does, if `moto_server` is on the path.
///
/// One server serves the whole JVM and stops with it.
public final class FullAws {
  private static final Pattern READY = Pattern.compile("Running on (http://127\\.0\\.0\\.1:\\d+)");
  private static final Optional<URI> ENDPOINT = endpoint();

  private FullAws() {}

  public static boolean isThere() {
    return ENDPOINT.isPresent();
  }

  /// Skips a test with a reason if there is neither. Call it before each test: tests skipped before
  /// all of a class are not reported.
  public static void assumeThere() {
    Assumptions.assumeTrue(isThere(), "what the emulators lack needs moto_server on the path");
  }

  public static AwsAccess access() {
    Map<AwsService, URI> endpoints = new EnumMap<>(AwsService.class);
    for (AwsService service : AwsService.values()) {
      endpoints.put(service, ENDPOINT.orElseThrow());
    }
    return new AwsAccess(
        Region.US_EAST_1,
        StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")),
        endpoints);
  }

  private static Optional<URI> endpoint() {
    return AwsEndpoints.outside().or(() -> moto().map(FullAws::start));
  }

  private static Optional<Path> moto() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(folder -> Path.of(folder, "moto_server"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static URI start(Path moto) {
    try {
      Process server =
          new ProcessBuilder(moto.toString(), "-H", "127.0.0.1", "-p", "0")
              .redirectErrorStream(true)
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(server::destroyForcibly, "stop-moto"));
      BufferedReader output = server.inputReader();
      String line = output.readLine();
      while (line != null) {
        Matcher ready = READY.matcher(line);
        if (ready.find()) {
          drain(output);
          return URI.create(ready.group(1));
        }
        line = output.readLine();
      }
    } catch (IOException e) {
      throw new IllegalStateException("moto does not start", e);
    }
    throw new IllegalStateException("moto ended before it was ready");
  }

  /// A full pipe would stop the server. Reading it would hold the carrier of a virtual thread.
  private static void drain(BufferedReader output) {
    Thread.ofPlatform().daemon().start(() -> output.lines().forEach(_ -> {}));
  }
}
