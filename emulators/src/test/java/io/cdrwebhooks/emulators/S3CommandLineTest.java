package io.cdrwebhooks.emulators;

import static io.cdrwebhooks.emulators.S3Fixture.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/// Tests the exporter of docs/own-receiver.md: `aws s3 cp` with default settings.
@Tag("slow") // each start of the command takes seconds
class S3CommandLineTest {
  @TempDir Path directory;

  @BeforeAll
  static void needsTheCommand() {
    boolean onPath =
        List.of(System.getenv("PATH").split(java.io.File.pathSeparator)).stream()
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "aws")));
    assumeTrue(onPath, "The AWS CLI is not on the PATH: its uploads are not tried");
  }

  @Test
  void reportOfTwentyMegabytesIsUploadedInParts() throws Exception {
    Path report = Files.write(directory.resolve("big.zip"), S3ObjectsContract.bytes(20 << 20));
    try (S3Fixture fixture = start()) {
      String address = "s3://" + BUCKET + "/reports/1/big.zip";
      aws(fixture, "s3", "cp", report.toString(), address, "--metadata", "number-of-lines=100");
      HeadObjectResponse object =
          fixture.s3().headObject(request -> request.bucket(BUCKET).key("reports/1/big.zip"));
      assertThat(object.contentType()).isEqualTo("application/zip");
      assertThat(object.contentEncoding()).isNull();
      assertThat(object.metadata()).isEqualTo(Map.of("number-of-lines", "100"));
      assertThat(fixture.events())
          .singleElement()
          .satisfies(
              event ->
                  assertThat(event.eventName()).isEqualTo("ObjectCreated:CompleteMultipartUpload"));

      Path back = directory.resolve("back.zip");
      aws(fixture, "s3", "cp", address, back.toString());
      assertThat(back).hasSameBinaryContentAs(report);
    }
  }

  @Test
  void smallReportWithASpaceInItsNameIsUploadedAtOnce() throws Exception {
    Path report = Files.write(directory.resolve("my report.zip"), S3ObjectsContract.bytes(5_000));
    try (S3Fixture fixture = start()) {
      aws(fixture, "s3", "cp", report.toString(), "s3://" + BUCKET + "/reports/1/");
      assertThat(
              fixture
                  .s3()
                  .getObjectAsBytes(
                      request -> request.bucket(BUCKET).key("reports/1/my report.zip"))
                  .asByteArray())
          .isEqualTo(S3ObjectsContract.bytes(5_000));
      assertThat(fixture.events())
          .singleElement()
          .satisfies(event -> assertThat(event.eventName()).isEqualTo("ObjectCreated:Put"));
    }
  }

  private S3Fixture start() {
    return S3Fixture.start(Optional.of(directory.resolve("s3")));
  }

  private void aws(S3Fixture fixture, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("aws"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--endpoint-url", fixture.emulator().endpoint().toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder
        .environment()
        .putAll(
            Map.of(
                "AWS_ACCESS_KEY_ID", S3Fixture.ACCESS_KEY.id(),
                "AWS_SECRET_ACCESS_KEY", S3Fixture.ACCESS_KEY.secret(),
                "AWS_DEFAULT_REGION", AccessKey.REGION,
                "AWS_CONFIG_FILE", directory.resolve("no-config").toString()));
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(output).isZero();
  }
}
