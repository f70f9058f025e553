package io.cdrwebhooks.local.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Fails a test class in which a function makes a call that is not on the list.
///
/// JUnit finds it by a file, and runs it for each class of this module.
public final class EveryCallIsListed implements AfterAllCallback {
  private static final Path LIST = Path.of("..", "build-support", "calls.txt");

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    Set<String> unlisted = new TreeSet<>(AwsCalls.made());
    unlisted.removeAll(listed());

    assertThat(unlisted)
        .as(
            "calls that %s lacks: add them, and GrantsTest says what the function must be allowed",
            LIST.getFileName())
        .isEmpty();
  }

  private static Set<String> listed() throws IOException {
    try (Stream<String> lines = Files.lines(LIST)) {
      return lines.filter(line -> !line.startsWith("//")).collect(Collectors.toSet());
    }
  }
}
