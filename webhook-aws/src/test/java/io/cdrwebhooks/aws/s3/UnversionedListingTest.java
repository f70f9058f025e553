package io.cdrwebhooks.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.AwsAccess;
import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.AwsService;
import io.cdrwebhooks.emulators.AccessKey;
import io.cdrwebhooks.emulators.S3Emulator;
import io.cdrwebhooks.emulators.S3Settings;
import io.cdrwebhooks.report.ReportListing.Listed;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// Tests a store that keeps no versions and cannot list them, as the local one.
class UnversionedListingTest extends ReportListingContract {
  @TempDir static Path directory;

  @AutoClose private static S3Emulator emulator;
  @AutoClose private static AwsClients clients;
  private static S3Client s3;

  @BeforeAll
  static void start() {
    AccessKey key = new AccessKey("test-access-key", "not-a-secret");
    emulator =
        S3Emulator.start(
            new S3Settings(0, Optional.of(directory), key, List.of()),
            event -> {},
            InstantSource.system());
    clients =
        new AwsClients(
            new AwsAccess(
                Region.of(AccessKey.REGION),
                key.credentials(),
                Map.of(AwsService.S3, emulator.endpoint())));
    s3 = clients.s3();
  }

  @Test
  void objectHasNoVersionAndIsTheNewestOfItsKey() {
    put("reports/1/x.zip", "1");
    put("reports/1/x.zip", "22");

    assertThat(all())
        .singleElement()
        .satisfies(listed -> assertThat(listed.versionId()).isEqualTo(Optional.empty()))
        .extracting(Listed::sizeBytes)
        .isEqualTo(2L);
  }

  @Override
  S3Client s3() {
    return s3;
  }

  @Override
  List<String> names() {
    return Stream.concat(NAMES.stream(), CONTROL_NAMES.stream()).toList();
  }

  /// The emulator repeats where a listing starts, and XML has no place for some characters.
  @Override
  List<String> pageEnds() {
    return NAMES;
  }
}
