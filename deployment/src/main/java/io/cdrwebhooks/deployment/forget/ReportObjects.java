package io.cdrwebhooks.deployment.forget;

import io.cdrwebhooks.report.ObjectKey;
import io.cdrwebhooks.report.TaskId;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/// The reports of a task in the bucket: all versions, also those under a delete marker.
record ReportObjects(S3Client s3, String bucket, boolean really) {
  ErasureCount erase(TaskId task) {
    String prefix = ObjectKey.PREFIX + task + "/";
    // Not every store with the S3 protocol can list versions.
    @Nullable BucketVersioningStatus kept =
        s3.getBucketVersioning(ask -> ask.bucket(bucket)).status();
    return kept == null ? objects(prefix) : versions(prefix);
  }

  private ErasureCount versions(String prefix) {
    ErasureCount count = ErasureCount.NONE;
    for (ListObjectVersionsResponse page :
        s3.listObjectVersionsPaginator(list -> list.bucket(bucket).prefix(prefix))) {
      Stream<ObjectIdentifier> versions =
          page.versions().stream().map(each -> named(each.key(), each.versionId()));
      Stream<ObjectIdentifier> markers =
          page.deleteMarkers().stream().map(each -> named(each.key(), each.versionId()));
      count = count.plus(erase(Stream.concat(versions, markers).toList()));
    }
    return count;
  }

  private ErasureCount objects(String prefix) {
    ErasureCount count = ErasureCount.NONE;
    for (ListObjectsV2Response page :
        s3.listObjectsV2Paginator(list -> list.bucket(bucket).prefix(prefix))) {
      count =
          count.plus(erase(page.contents().stream().map(each -> named(each.key(), null)).toList()));
    }
    return count;
  }

  private static ObjectIdentifier named(String key, @Nullable String version) {
    return ObjectIdentifier.builder().key(key).versionId(version).build();
  }

  /// Erases a page, which has at most 1,000 objects.
  private ErasureCount erase(List<ObjectIdentifier> page) {
    if (!really || page.isEmpty()) {
      return new ErasureCount(page.size(), 0);
    }
    DeleteObjectsResponse answer =
        s3.deleteObjects(delete -> delete.bucket(bucket).delete(all -> all.objects(page)));
    if (!answer.errors().isEmpty()) {
      throw new IllegalStateException(
          "S3 must delete every version: it refused %d, the first with %s"
              .formatted(answer.errors().size(), answer.errors().getFirst().code()));
    }
    return new ErasureCount(page.size(), page.size());
  }
}
