package io.cdrwebhooks.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.local.receiver.ReceiverEvent;
import io.cdrwebhooks.report.Zips;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tests the exporter that `make run` shows: `aws s3 cp` with its default settings.
@Tag("slow") // each call of the command takes seconds
class AwsCommandLineTest {
  @TempDir static Path directory;

  private static RunningSystem running;

  @BeforeAll
  static void start() throws Exception {
    Commands.assumeOnPath("aws", "uploads by the AWS CLI are not tried");
    running = RunningSystem.start();
  }

  @AfterAll
  static void stop() throws IOException {
    if (running != null) {
      running.close();
    }
  }

  @Test
  void smallReportIsAnnouncedAndFetched() throws Exception {
    byte[] report = Zips.deflated(Map.of("a.csv", "1\n2\n"));
    copy(report, "small one.zip");
    ReceiverEvent.Accepted accepted = running.accepted("small one.zip", 1).getFirst();
    assertThat(accepted.announcement().fileSizeInBytes()).isEqualTo(report.length);
    assertThat(accepted.announcement().numberOfLines()).isEqualTo(2);
    assertThat(accepted.announcement().error()).isEmpty();
    assertThat(running.saved(accepted.id())).hasBinaryContent(report);
  }

  @Test
  void reportOfTwentyMegabytesIsAnnouncedOnceAndFetched() throws Exception {
    byte[] report = Zips.deflated(Map.of("a.csv", RunningSystem.randomLines(20 << 20)));
    copy(report, "large.zip");
    ReceiverEvent.Accepted accepted = running.accepted("large.zip", 1).getFirst();
    assertThat(accepted.announcement().fileSizeInBytes()).isEqualTo(report.length);
    assertThat(running.saved(accepted.id())).hasBinaryContent(report);
    assertThat(running.accepted("large.zip", 1)).hasSize(1);
  }

  private static void copy(byte[] report, String fileName)
      throws IOException, InterruptedException {
    Path file = Files.write(directory.resolve(fileName), report);
    Path output = directory.resolve("aws.txt");
    String target = "s3://" + LocalSettings.BUCKET + "/reports/1/";
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    "aws",
                    "--endpoint-url",
                    running.system.s3Url().toString(),
                    "s3",
                    "cp",
                    file.toString(),
                    target))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder
        .environment()
        .putAll(
            Map.of(
                "AWS_ACCESS_KEY_ID", running.secrets.accessKey().id(),
                "AWS_SECRET_ACCESS_KEY", running.secrets.accessKey().secret(),
                "AWS_REGION", "us-east-1",
                "AWS_CONFIG_FILE", directory.resolve("no-config").toString()));
    assertThat(builder.start().waitFor()).as(() -> readable(output)).isZero();
  }

  private static String readable(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
