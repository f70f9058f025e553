package io.cdrwebhooks.emulators;

import java.io.InputStream;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// S3Proxy's store with two things added: keys it can't hold are refused, and the listener hears of
/// every object before the uploader does. An upload whose listener fails leaves no object, so that
/// a client that tries again uploads again.
final class WatchedBlobStore extends ForwardingBlobStore {
  /// S3Proxy keeps the state of a multipart upload as an object of this name and takes no such key
  /// from a client.
  private static final String BOOKKEEPING_PREFIX = ".s3proxy-mpu-stub-";

  /// The MD5 of no bytes: a folder's marker has none, and S3Proxy keeps no ETag of it.
  private static final String NOTHINGS_ETAG = "d41d8cd98f00b204e9800998ecf8427e";

  private static final Logger log = LoggerFactory.getLogger(WatchedBlobStore.class);

  private final KeyLimits keyLimits;
  private final Sequencer sequencer;
  private final ObjectCreatedListener listener;

  WatchedBlobStore(
      BlobStore store, KeyLimits keyLimits, Sequencer sequencer, ObjectCreatedListener listener) {
    super(store);
    this.keyLimits = keyLimits;
    this.sequencer = sequencer;
    this.listener = listener;
  }

  @Override
  public PutObjectResponse putBlob(PutObjectRequest request, InputStream payload) {
    if (request.key().startsWith(BOOKKEEPING_PREFIX)) {
      return super.putBlob(request, payload);
    }
    refuseUnlessStorable(request.bucket(), request.key());
    if (request.key().endsWith("/") && !Long.valueOf(0).equals(request.contentLength())) {
      throw S3Exceptions.invalidArgument(
          "The emulator keeps files: a folder's marker has no bytes");
    }
    PutObjectResponse stored = super.putBlob(request, payload);
    announce(ObjectCreated.Cause.PUT, request.bucket(), request.key(), stored.versionId());
    return stored;
  }

  @Override
  public CopyObjectResponse copyBlob(CopyObjectRequest request) {
    missUnlessStorable(request.sourceBucket(), request.sourceKey());
    refuseUnlessStorable(request.destinationBucket(), request.destinationKey());
    CopyObjectResponse stored = super.copyBlob(request);
    announce(
        ObjectCreated.Cause.COPY,
        request.destinationBucket(),
        request.destinationKey(),
        stored.versionId());
    return stored;
  }

  @Override
  public MultipartUpload initiateMultipartUpload(CreateMultipartUploadRequest request) {
    refuseUnlessStorable(request.bucket(), request.key());
    if (request.key().endsWith("/")) {
      throw S3Exceptions.invalidArgument(
          "The emulator keeps files: a folder's marker has no parts");
    }
    return super.initiateMultipartUpload(request);
  }

  @Override
  public CompleteMultipartUploadResponse completeMultipartUpload(
      MultipartUpload upload, CompleteMultipartUploadRequest request) {
    CompleteMultipartUploadResponse stored = super.completeMultipartUpload(upload, request);
    announce(
        ObjectCreated.Cause.COMPLETE_MULTIPART_UPLOAD,
        request.bucket(),
        request.key(),
        stored.versionId());
    return stored;
  }

  @Override
  public HeadObjectResponse blobMetadata(HeadObjectRequest request) {
    missUnlessStorable(request.bucket(), request.key());
    return super.blobMetadata(request);
  }

  @Override
  public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
    missUnlessStorable(request.bucket(), request.key());
    return super.getBlob(request);
  }

  private void announce(
      ObjectCreated.Cause cause, String bucket, String key, @Nullable String versionId) {
    HeadObjectResponse object =
        delegate()
            .blobMetadata(
                HeadObjectRequest.builder().bucket(bucket).key(key).versionId(versionId).build());
    ObjectCreated event =
        new ObjectCreated(
            cause,
            bucket,
            key,
            object.contentLength(),
            object.eTag() == null ? NOTHINGS_ETAG : object.eTag().replace("\"", ""),
            versionId,
            sequencer.next());
    try {
      listener.objectCreated(event);
    } catch (RuntimeException failure) {
      log.warn(
          "An upload into {} is undone, its notification failed: {}", bucket, failure.toString());
      throw undone(event, failure);
    }
  }

  private S3Exception undone(ObjectCreated event, RuntimeException failure) {
    delegate()
        .removeBlob(
            DeleteObjectRequest.builder()
                .bucket(event.bucket())
                .key(event.key())
                .versionId(event.versionId())
                .build());
    String message = "The notification of this upload could not be sent, so it is undone";
    return (S3Exception)
        S3Exception.builder()
            .statusCode(500)
            .message(message)
            .cause(failure)
            .awsErrorDetails(
                AwsErrorDetails.builder().errorCode("InternalError").errorMessage(message).build())
            .build();
  }

  private void refuseUnlessStorable(String bucket, String key) {
    keyLimits
        .refusal(key)
        .ifPresent(
            refusal -> {
              throw refusal;
            });
    if (isFolder(bucket, key) || isBelowAnObject(bucket, key)) {
      throw S3Exceptions.invalidArgument(
          "The emulator keeps files: a key can't be both an object and the folder of another");
    }
  }

  private boolean isFolder(String bucket, String key) {
    return !key.endsWith("/")
        && !delegate()
            .list(
                ListObjectsV2Request.builder().bucket(bucket).prefix(key + "/").maxKeys(1).build())
            .contents()
            .isEmpty();
  }

  private boolean isBelowAnObject(String bucket, String key) {
    for (int end = key.indexOf('/'); end > 0; end = key.indexOf('/', end + 1)) {
      if (delegate().blobExists(bucket, key.substring(0, end))) {
        return true;
      }
    }
    return false;
  }

  private void missUnlessStorable(String bucket, String key) {
    if (keyLimits.refusal(key).isPresent()) {
      throw S3Exceptions.noSuchKey(bucket, key, null);
    }
  }
}
