package io.cdrwebhooks.local.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The demo receiver passes the suite that the receiver kit has for every receiver.
@Tag("long") // it kills and restarts a JVM
class KitSuiteTest {
  @TempDir Path directory;

  @Test
  @Timeout(value = 3, unit = TimeUnit.MINUTES)
  void demoReceiverPassesEveryCase() throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path output = directory.resolve("check.txt");
    String start =
        "exec '%s' -Dfile.encoding=UTF-8 -XX:TieredStopAtLevel=1 -cp '%s' %s"
            .formatted(
                java, System.getProperty("java.class.path"), ReceiverProcess.class.getName());
    ProcessBuilder check =
        new ProcessBuilder("node", "../cli/cdr-webhooks.mjs", "check", "--strict", "--start", start)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    check.environment().put("LC_ALL", "C.UTF-8"); // Java reads the environment with it
    int failed = check.start().waitFor();
    assertThat(failed).as(Files.readString(output)).isZero();
  }
}
