package io.cdrwebhooks.emulators.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Tests that every test that calls AWS also runs on moto.
class EveryTestOnAwsTest {
  private static final Pattern WAY_TO_AWS =
      Pattern.compile(
          "AwsEndpoints\\.forTests\\(|TestAws\\.access\\(|FullAws\\.access\\(|TestTables\\.create\\(");

  /// Tests proxies of the harness, not the services behind them.
  private static final String BEFORE_AWS = "FaultProxyTest.java";

  @Test
  void everyTestThatCallsAwsHasTheAnnotation() throws IOException {
    try (Stream<Path> modules = Files.list(Path.of(".."))) {
      List<Path> silent =
          modules
              .map(module -> module.resolve("src").resolve("test").resolve("java"))
              .filter(Files::isDirectory)
              .flatMap(EveryTestOnAwsTest::tests)
              .filter(test -> WAY_TO_AWS.matcher(text(test)).find())
              .filter(test -> !text(test).contains("@SpeaksToAws"))
              .toList();

      assertThat(silent)
          .extracting(path -> path.getFileName().toString())
          .containsExactly(BEFORE_AWS);
    }
  }

  private static Stream<Path> tests(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith("Test.java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
