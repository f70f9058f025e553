package io.cdrwebhooks.emulators;

import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/// S3Proxy's store with a listener, which gets every object before the uploader gets its answer.
final class WatchedBlobStore extends ForwardingBlobStore {
  /// S3Proxy keeps the state of a multipart upload in an object of this name, and refuses such keys
  /// from clients.
  private static final String BOOKKEEPING_PREFIX = ".s3proxy-mpu-stub-";

  /// The MD5 of empty content. A folder's marker has no bytes, and S3Proxy keeps no ETag for it.
  private static final String EMPTY_ETAG = "d41d8cd98f00b204e9800998ecf8427e";

  private final InstantSource clock;
  private final AtomicLong lastSequencer = new AtomicLong();
  private final ObjectCreatedListener listener;

  WatchedBlobStore(BlobStore store, InstantSource clock, ObjectCreatedListener listener) {
    super(store);
    this.clock = clock;
    this.listener = listener;
  }

  @Override
  public PutObjectResponse putBlob(PutObjectRequest request, InputStream payload) {
    PutObjectResponse stored = super.putBlob(request, payload);
    if (!request.key().startsWith(BOOKKEEPING_PREFIX)) {
      announce("Put", request.bucket(), request.key(), stored.versionId());
    }
    return stored;
  }

  @Override
  public CopyObjectResponse copyBlob(CopyObjectRequest request) {
    CopyObjectResponse stored = super.copyBlob(request);
    announce("Copy", request.destinationBucket(), request.destinationKey(), stored.versionId());
    return stored;
  }

  @Override
  public CompleteMultipartUploadResponse completeMultipartUpload(
      MultipartUpload upload, CompleteMultipartUploadRequest request) {
    CompleteMultipartUploadResponse stored = super.completeMultipartUpload(upload, request);
    announce("CompleteMultipartUpload", request.bucket(), request.key(), stored.versionId());
    return stored;
  }

  private void announce(String kind, String bucket, String key, @Nullable String versionId) {
    HeadObjectResponse object =
        delegate()
            .blobMetadata(
                HeadObjectRequest.builder().bucket(bucket).key(key).versionId(versionId).build());
    listener.objectCreated(
        new BucketEvent(
            "ObjectCreated:" + kind,
            bucket,
            key,
            object.contentLength(),
            object.eTag() == null ? EMPTY_ETAG : object.eTag().replace("\"", ""),
            versionId,
            nextSequencer()));
  }

  /// Returns the microseconds since 1970, or one more than the last value if the clock has not
  /// advanced. So the order survives a restart without any stored state, unless the clock is set
  /// back.
  private String nextSequencer() {
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    return "%018X".formatted(lastSequencer.updateAndGet(last -> Math.max(last + 1, now)));
  }
}
