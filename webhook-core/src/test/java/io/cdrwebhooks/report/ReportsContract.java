package io.cdrwebhooks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportLookup.Found;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The contract of every object store of reports.
public abstract class ReportsContract {
  protected abstract Reports reports();

  /// A version of this file name that no other test uses, not stored yet.
  protected abstract ReportVersion unstored(String fileName);

  /// Stores the object with user metadata and returns its version.
  protected abstract ReportVersion store(
      ReportVersion version, byte[] bytes, Map<String, String> metadata);

  protected abstract void remove(ReportVersion version);

  @Test
  void describesReportWithItsMetadata() {
    ReportVersion version =
        store(
            unstored("tx.zip"),
            bytes(1_000),
            Map.of("number-of-lines", "42", "error", "Caf%C3%A9+%25%20failed"));

    Report report = found(version).report();

    assertThat(report.version()).isEqualTo(version);
    assertThat(report.sizeBytes()).isEqualTo(1_000);
    assertThat(report.metadata().numberOfLines()).hasValue(42);
    assertThat(report.metadata().error()).contains("Café+% failed");
    assertThat(report.metadata().complaints()).isEmpty();
  }

  @Test
  void reportWithoutMetadataHasNone() {
    ReportVersion version = store(unstored("tx.zip"), bytes(1), Map.of());

    assertThat(found(version).report().metadata()).isEqualTo(ReportMetadata.NONE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, ReportTail.LENGTH - 1, ReportTail.LENGTH})
  void tailIsTheWholeOfSmallReport(int sizeBytes) {
    byte[] bytes = bytes(sizeBytes);

    Found found = found(store(unstored("tx.zip"), bytes, Map.of()));

    assertThat(found.report().sizeBytes()).isEqualTo(sizeBytes);
    assertThat(found.tail().offset()).isZero();
    assertThat(found.tail().bytes()).isEqualTo(bytes);
  }

  @Test
  void tailIsTheEndOfLargeReport() {
    byte[] bytes = bytes(ReportTail.LENGTH + 100_001);

    Found found = found(store(unstored("tx.zip"), bytes, Map.of()));

    assertThat(found.report().sizeBytes()).isEqualTo(bytes.length);
    assertThat(found.tail().offset()).isEqualTo(100_001);
    assertThat(found.tail().bytes()).isEqualTo(Arrays.copyOfRange(bytes, 100_001, bytes.length));
  }

  @Test
  void emptyReportIsDescribedToo() {
    ReportVersion version =
        store(unstored("tx.zip"), new byte[0], Map.of("error", "Export%20failed"));

    Found found = found(version);

    assertThat(found.report().sizeBytes()).isZero();
    assertThat(found.report().metadata().error()).contains("Export failed");
    assertThat(found.tail().offset()).isZero();
    assertThat(found.tail().bytes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a b+c.zip", "%2F..%.zip", "äö 日本 😀.zip", "a?b#c&d=e;'\"<>\\|~.zip", "...zip"})
  void findsReportOfAnyName(String fileName) {
    ReportVersion version = store(unstored(fileName), bytes(10), Map.of());

    assertThat(found(version).report().sizeBytes()).isEqualTo(10);
  }

  @Test
  void unknownReportIsGone() {
    assertThat(reports().lookUp(unstored("tx.zip"))).isEqualTo(new ReportLookup.Gone());
  }

  @Test
  void removedReportIsGone() {
    ReportVersion version = store(unstored("tx.zip"), bytes(10), Map.of());
    remove(version);

    assertThat(reports().lookUp(version)).isEqualTo(new ReportLookup.Gone());
    assertThatThrownBy(() -> reports().read(version, 0, 1)).isInstanceOf(IOException.class);
  }

  @Test
  void readsExactlyTheBytesAskedFor() throws IOException {
    byte[] bytes = bytes(200_000);
    ReportVersion version = store(unstored("tx.zip"), bytes, Map.of());

    assertThat(reports().read(version, 0, 1)).isEqualTo(new byte[] {bytes[0]});
    assertThat(reports().read(version, 199_999, 1)).isEqualTo(new byte[] {bytes[199_999]});
    assertThat(reports().read(version, 0, 200_000)).isEqualTo(bytes);
    assertThat(reports().read(version, 70_000, 65_536))
        .isEqualTo(Arrays.copyOfRange(bytes, 70_000, 135_536));
    assertThat(reports().read(version, 7, 0)).isEmpty();
  }

  @Test
  void doesNotReadPastTheEnd() {
    ReportVersion version = store(unstored("tx.zip"), bytes(10), Map.of());

    assertThatThrownBy(() -> reports().read(version, 9, 2)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> reports().read(version, 10, 1)).isInstanceOf(IOException.class);
  }

  protected static ReportVersion version(String bucket, TaskId taskId, String fileName) {
    return new ReportVersion(bucket, new ReportKey(taskId, fileName), Optional.empty());
  }

  /// Always the same bytes, so that a failure can be repeated.
  protected static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private Found found(ReportVersion version) {
    ReportLookup lookup = reports().lookUp(version);
    assertThat(lookup).isInstanceOf(Found.class);
    return (Found) lookup;
  }
}
