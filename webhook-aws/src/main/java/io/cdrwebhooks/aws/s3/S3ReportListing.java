package io.cdrwebhooks.aws.s3;

import io.cdrwebhooks.report.ObjectKey;
import io.cdrwebhooks.report.ReportListing;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Lists the objects under `reports/` in S3, version by version where the bucket keeps versions,
/// the newest version of a key first.
///
/// The first call of a listing checks whether the bucket keeps versions, because not every store
/// with the S3 protocol can list them. The cursor carries the result, so the whole listing is of
/// one kind. A bucket that began to keep versions later may contain an object without a version id.
/// The listing shows such an object while it is the newest of its key; after that, no request can
/// name it.
///
/// If S3 refuses or fails, it throws the SDK's unchecked exception. `page` limits the versions in a
/// slice.
public record S3ReportListing(S3Client s3, int page) implements ReportListing {
  private static final int PAGE = 1_000;

  /// The version id that S3 shows for an object that was stored without versions.
  private static final String NO_VERSION = "null";

  /// Uses the longest pages that S3 supports.
  public S3ReportListing(S3Client s3) {
    this(s3, PAGE);
  }

  @Override
  public Slice list(String bucket, Optional<String> cursor) {
    Optional<ListingPosition> after = cursor.map(ListingPosition::parse);
    boolean versioned =
        after.map(ListingPosition::versioned).orElseGet(() -> keepsVersions(bucket));
    return versioned ? versions(bucket, after) : objects(bucket, after);
  }

  private boolean keepsVersions(String bucket) {
    @Nullable BucketVersioningStatus status =
        s3.getBucketVersioning(ask -> ask.bucket(bucket)).status();
    return status != null;
  }

  private Slice versions(String bucket, Optional<ListingPosition> after) {
    ListObjectVersionsResponse response =
        s3.listObjectVersions(
            request ->
                request
                    .bucket(bucket)
                    .prefix(ObjectKey.PREFIX)
                    .maxKeys(page)
                    // A key may contain characters that XML does not allow. The SDK decodes them.
                    .encodingType(EncodingType.URL)
                    .keyMarker(after.map(ListingPosition::key).orElse(null))
                    .versionIdMarker(after.flatMap(ListingPosition::versionId).orElse(null)));
    List<Listed> listed =
        response.versions().stream()
            .filter(version -> versionId(version).isPresent() || version.isLatest())
            .map(
                version ->
                    new Listed(
                        bucket,
                        version.key(),
                        versionId(version),
                        version.size(),
                        version.lastModified()))
            .toList();
    if (!response.isTruncated()) {
      return new Slice(listed, Optional.empty());
    }
    @Nullable String nextVersion = response.nextVersionIdMarker();
    ListingPosition next =
        ListingPosition.ofVersion(response.nextKeyMarker(), Optional.ofNullable(nextVersion));
    return new Slice(listed, Optional.of(next.cursor()));
  }

  private Slice objects(String bucket, Optional<ListingPosition> after) {
    ListObjectsV2Response response =
        s3.listObjectsV2(
            request ->
                request
                    .bucket(bucket)
                    .prefix(ObjectKey.PREFIX)
                    .maxKeys(page)
                    .encodingType(EncodingType.URL)
                    .startAfter(after.map(ListingPosition::key).orElse(null)));
    List<Listed> listed =
        response.contents().stream()
            .map(
                object ->
                    new Listed(
                        bucket,
                        object.key(),
                        Optional.empty(),
                        object.size(),
                        object.lastModified()))
            .toList();
    Optional<String> next =
        response.isTruncated()
            ? Optional.of(response.contents().getLast())
                .map(S3Object::key)
                .map(key -> ListingPosition.of(key).cursor())
            : Optional.empty();
    return new Slice(listed, next);
  }

  private static Optional<String> versionId(ObjectVersion version) {
    return Optional.ofNullable(version.versionId()).filter(id -> !id.equals(NO_VERSION));
  }
}
