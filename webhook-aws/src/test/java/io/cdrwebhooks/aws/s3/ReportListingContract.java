package io.cdrwebhooks.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.aws.TestAws;
import io.cdrwebhooks.report.ReportListing;
import io.cdrwebhooks.report.ReportListing.Listed;
import io.cdrwebhooks.report.ReportListing.Slice;
import io.cdrwebhooks.testing.InterceptedCalls;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/// The contract of a listing, with or without versions.
abstract class ReportListingContract {
  static final int PAGE = 3;

  /// Names that must survive every store unchanged.
  static final List<String> NAMES =
      List.of(
          "plain.zip",
          "a b.zip",
          "a+b.zip",
          "a%20b.zip",
          "p%2Bq~*()_-.zip",
          "S\u00fcd\u20ac\uD83D\uDE80.zip",
          "<&>\"'.zip",
          "q?x=1&y#z.zip");

  /// Names that XML cannot hold.
  static final List<String> CONTROL_NAMES =
      List.of("c\u0001d.zip", "line\nfeed.zip", "carriage\rreturn.zip", "tab\tulator.zip");

  String bucket;

  abstract S3Client s3();

  List<String> names() {
    return NAMES;
  }

  /// The names after which a page may end.
  List<String> pageEnds() {
    return names();
  }

  @BeforeEach
  void makeBucket() {
    bucket = TestAws.uniqueName("listed");
    s3().createBucket(request -> request.bucket(bucket));
  }

  ReportListing listing() {
    return new S3ReportListing(s3(), PAGE);
  }

  @Test
  void emptyBucketHasNothingAndNoNextSlice() {
    assertThat(listing().list(bucket, Optional.empty()))
        .isEqualTo(new Slice(List.of(), Optional.empty()));
  }

  @Test
  void keysArriveAsTheyWereUploaded() {
    List<String> keys = names().stream().map(name -> "reports/1/" + name).toList();
    keys.forEach(key -> put(key, "x"));

    assertThat(all(new S3ReportListing(s3())))
        .extracting(Listed::key)
        .containsExactlyElementsOf(inOrder(keys));
  }

  @Test
  void pageMayEndAfterAnyKey() {
    List<String> keys = pageEnds().stream().map(name -> "reports/1/" + name).toList();
    keys.forEach(key -> put(key, "x"));

    assertThat(all(new S3ReportListing(s3(), 1)))
        .extracting(Listed::key)
        .containsExactlyElementsOf(inOrder(keys));
  }

  @ParameterizedTest
  @ValueSource(ints = {PAGE - 1, PAGE, PAGE + 1, 2 * PAGE, 3 * PAGE + 1})
  void slicesTogetherHaveEveryObjectOnce(int count) {
    List<String> keys =
        IntStream.range(0, count).mapToObj("reports/%1$d/%1$d.zip"::formatted).toList();
    keys.forEach(key -> put(key, "x"));

    List<Slice> slices = slices(listing());

    assertThat(slices)
        .allSatisfy(slice -> assertThat(slice.objects()).hasSizeLessThanOrEqualTo(PAGE));
    assertThat(slices)
        .flatExtracting(Slice::objects)
        .extracting(Listed::key)
        .containsExactlyElementsOf(inOrder(keys));
  }

  @Test
  void bucketIsAskedOnceWhetherItKeepsVersions() {
    IntStream.range(0, 3 * PAGE)
        .mapToObj("reports/%1$d/%1$d.zip"::formatted)
        .forEach(key -> put(key, "x"));
    List<String> calls = new ArrayList<>();

    assertThat(slices(new S3ReportListing(noting(calls), PAGE))).hasSizeGreaterThan(2);

    assertThat(calls).containsOnlyOnce("getBucketVersioning").hasSizeGreaterThan(3);
  }

  /// A client that notes the name of each call.
  private S3Client noting(List<String> calls) {
    return InterceptedCalls.of(
        S3Client.class,
        s3(),
        call -> {
          calls.add(call.method());
          return call.proceed();
        });
  }

  @Test
  void onlyKeysUnderReportsAreListed() {
    put("reports/1/x.zip", "x");
    put("samples/1/x.zip", "x");
    put("reports-of-old/1/x.zip", "x");
    put("a.zip", "x");

    assertThat(all()).extracting(Listed::key).containsExactly("reports/1/x.zip");
  }

  @Test
  void sizeAndTimeOfUploadAreListed() {
    Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    put("reports/1/x.zip", "12345");
    Instant after = Instant.now().plusSeconds(1);

    Listed listed = all().getFirst();

    assertThat(listed.bucket()).isEqualTo(bucket);
    assertThat(listed.sizeBytes()).isEqualTo(5);
    assertThat(listed.uploadedAt()).isBetween(before, after);
  }

  @Test
  void missingBucketIsAFault() {
    String none = TestAws.uniqueName("none");

    assertThatThrownBy(() -> listing().list(none, Optional.empty()))
        .isInstanceOf(NoSuchBucketException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*", "cmVwb3J0cw"})
  void foreignCursorIsRefused(String cursor) {
    assertThatThrownBy(() -> listing().list(bucket, Optional.of(cursor)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /// The version's id, null without versions.
  String put(String key, String content) {
    return s3().putObject(
            request -> request.bucket(bucket).key(key), RequestBody.fromString(content))
        .versionId();
  }

  List<Listed> all() {
    return all(listing());
  }

  List<Listed> all(ReportListing listing) {
    return slices(listing).stream().flatMap(slice -> slice.objects().stream()).toList();
  }

  private List<Slice> slices(ReportListing listing) {
    List<Slice> slices = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      slices.add(listing.list(bucket, cursor));
      cursor = slices.getLast().next();
    } while (cursor.isPresent());
    return slices;
  }

  /// S3 sorts by the bytes of UTF-8.
  private static List<String> inOrder(List<String> keys) {
    return keys.stream()
        .sorted(
            (one, other) ->
                Arrays.compareUnsigned(
                    one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8)))
        .toList();
  }
}
