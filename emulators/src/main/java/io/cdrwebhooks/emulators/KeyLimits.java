package io.cdrwebhooks.emulators;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// The keys a storage can hold, so that others get a clean S3 error instead of a failing file
/// system.
///
/// S3's own limit is 1,024 bytes of UTF-8. Both storages see a key as a path, so `.`, `..` and
/// empty segments, which are names like any other to S3, are refused here. Segments in a directory
/// are file names of at most 255 bytes, of which S3Proxy takes up to 45 for its own marks, and 90
/// in the first one.
final class KeyLimits {
  static final int KEY_BYTES = 1_024;
  static final int FILE_SEGMENT_BYTES = 210;
  static final int FILE_FIRST_SEGMENT_BYTES = 165;

  private final int segmentBytes;
  private final int firstSegmentBytes;

  KeyLimits(ObjectStorage storage) {
    switch (storage) {
      case ObjectStorage.InMemory() -> {
        segmentBytes = KEY_BYTES;
        firstSegmentBytes = KEY_BYTES;
      }
      case ObjectStorage.InDirectory(var _) -> {
        segmentBytes = FILE_SEGMENT_BYTES;
        firstSegmentBytes = FILE_FIRST_SEGMENT_BYTES;
      }
    }
  }

  /// Empty when the key can be kept, otherwise the error S3 would give, or the nearest to it.
  Optional<AwsServiceException> refusal(String key) {
    if (bytes(key) > KEY_BYTES) {
      return Optional.of(keyTooLong("Your key is too long: S3 takes 1024 bytes"));
    }
    String[] segments = key.split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      boolean folderMarker = segments[i].isEmpty() && i > 0 && i == segments.length - 1;
      if (!folderMarker && isPathStep(segments[i])) {
        return Optional.of(
            S3Exceptions.invalidArgument(
                "Keys with a segment that is empty, '.' or '..' can't be kept by the emulator"));
      }
      int limit = i == 0 ? firstSegmentBytes : segmentBytes;
      if (bytes(segments[i]) > limit) {
        return Optional.of(
            keyTooLong("The emulator keeps files: this segment takes %d bytes".formatted(limit)));
      }
    }
    return Optional.empty();
  }

  private static boolean isPathStep(String segment) {
    return segment.isEmpty() || segment.equals(".") || segment.equals("..");
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static AwsServiceException keyTooLong(String message) {
    return S3Exception.builder()
        .statusCode(400)
        .message(message)
        .awsErrorDetails(
            AwsErrorDetails.builder().errorCode("KeyTooLongError").errorMessage(message).build())
        .build();
  }
}
