package io.cdrwebhooks.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.cdrwebhooks.aws.AwsAccess;
import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.AwsService;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportLookup;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.TaskId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Tests which checksums of S3 are digests of a report. The emulators keep no checksums, so a small
/// server answers as S3 does.
class StoredChecksumTest {
  private static final String BASE64 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
  private static final String HEX =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  private static final ReportVersion VERSION =
      new ReportVersion(
          "cdr-reports", new ReportKey(new TaskId(1), "tx00001.zip"), Optional.of("v1"));

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile Map<String, String> headers = Map.of();
  private volatile int status = 200;

  @AutoClose("stop")
  private final Server server = new Server();

  @AutoClose
  private final AwsClients clients =
      new AwsClients(
          new AwsAccess(
              Region.US_EAST_1,
              () -> AwsBasicCredentials.create("key", "secret"),
              Map.of(AwsService.S3, server.url())));

  @Test
  void checksumOfTheWholeObjectIsItsDigest() {
    headers = Map.of("x-amz-checksum-sha256", BASE64, "x-amz-checksum-type", "FULL_OBJECT");

    assertThat(sha256()).contains(HEX);
    assertThat(requests)
        .containsExactly("HEAD /cdr-reports/reports/1/tx00001.zip?versionId=v1 ENABLED null");
  }

  @Test
  void checksumOfPartsIsNotADigest() {
    headers = Map.of("x-amz-checksum-sha256", BASE64 + "-3", "x-amz-checksum-type", "COMPOSITE");
    assertThat(sha256()).isEmpty();

    // As S3 answers for some ranges.
    headers = Map.of("x-amz-checksum-sha256", BASE64, "x-amz-checksum-type", "COMPOSITE");
    assertThat(sha256()).isEmpty();

    headers = Map.of("x-amz-checksum-sha256", BASE64 + "-3", "x-amz-checksum-type", "FULL_OBJECT");
    assertThat(sha256()).isEmpty();

    headers = Map.of("x-amz-checksum-sha256", BASE64);
    assertThat(sha256()).isEmpty();
  }

  @Test
  void otherChecksumsAreIgnored() {
    headers =
        Map.of("x-amz-checksum-crc64nvme", "AAAAAAAAAAA=", "x-amz-checksum-type", "FULL_OBJECT");
    assertThat(sha256()).isEmpty();

    headers = Map.of();
    assertThat(sha256()).isEmpty();
  }

  @Test
  void missingReportHasNoDigest() {
    status = 404;
    assertThat(sha256()).isEmpty();
  }

  @Test
  void refusalIsAFault() {
    status = 403;
    assertThatThrownBy(this::sha256).isInstanceOf(S3Exception.class);
  }

  /// The function that answers receivers may not list the bucket, so S3 answers it only 403.
  @Test
  void status403IsAMissingReportForCallersThatMayNotList() {
    status = 403;
    assertThat(new S3Reports(clients.s3(), true).lookUp(VERSION))
        .isEqualTo(new ReportLookup.Gone());
    assertThatThrownBy(() -> new S3Reports(clients.s3()).lookUp(VERSION))
        .isInstanceOf(S3Exception.class);
  }

  private Optional<String> sha256() {
    return new S3Reports(clients.s3()).sha256(VERSION);
  }

  private final class Server {
    private final HttpServer http = create();

    Server() {
      http.createContext(
          "/",
          exchange -> {
            try (exchange) {
              requests.add(
                  "%s %s %s %s"
                      .formatted(
                          exchange.getRequestMethod(),
                          exchange.getRequestURI(),
                          exchange.getRequestHeaders().getFirst("x-amz-checksum-mode"),
                          exchange.getRequestHeaders().getFirst("Range")));
              headers.forEach(exchange.getResponseHeaders()::set);
              exchange.sendResponseHeaders(status, -1);
            }
          });
      http.start();
    }

    private static HttpServer create() {
      try {
        return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    URI url() {
      return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    void stop() {
      http.stop(0);
    }
  }
}
