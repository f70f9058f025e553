package io.cdrwebhooks.aws.s3;

import io.cdrwebhooks.report.Report;
import io.cdrwebhooks.report.ReportLookup;
import io.cdrwebhooks.report.ReportMetadata;
import io.cdrwebhooks.report.ReportTail;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.Reports;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Reads reports from S3: one ranged request describes a report and returns its tail.
///
/// If S3 refuses or fails, it throws the SDK's unchecked exception. `refusedIsGone` is for a caller
/// that may not list the bucket: S3 answers it 403 for a missing object.
///
/// In a bucket without versions two requests may see different objects. If a report is replaced
/// between them, the reader gets bytes of the new report, or an [IOException] if that is shorter.
public record S3Reports(S3Client s3, boolean refusedIsGone) implements Reports {
  private static final Pattern SHA256 = Pattern.compile("[0-9A-Za-z+/]{43}=");
  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes \\d+-\\d+/(\\d+)");
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  /// Reads as a caller that may list the bucket.
  public S3Reports(S3Client s3) {
    this(s3, false);
  }

  @Override
  public ReportLookup lookUp(ReportVersion version) {
    try {
      return found(version, get(version, "bytes=-" + ReportTail.LENGTH));
    } catch (S3Exception e) {
      if (e.statusCode() == RANGE_NOT_SATISFIABLE) {
        return lookUpEmpty(version);
      }
      if (isGone(e, version)) {
        return new ReportLookup.Gone();
      }
      throw e;
    }
  }

  @Override
  public byte[] read(ReportVersion version, long offset, int length) throws IOException {
    if (length == 0) {
      return new byte[0];
    }
    byte[] bytes;
    try {
      GetObjectRequest request = request(version, "bytes=" + offset + "-" + (offset + length - 1));
      bytes = s3.getObject(request, (response, body) -> readAtMost(body, length));
    } catch (S3Exception e) {
      if (e.statusCode() == RANGE_NOT_SATISFIABLE || isGone(e, version)) {
        throw new IOException("report was deleted or became shorter: " + version.key(), e);
      }
      throw e;
    }
    if (bytes.length != length) {
      throw new EOFException(
          "report must have " + length + " bytes at " + offset + ": " + bytes.length);
    }
    return bytes;
  }

  /// Requests the checksum of the whole object, because S3 returns none for a range. The checksum
  /// of a multipart upload is not a digest of the file.
  @Override
  public Optional<String> sha256(ReportVersion version) {
    HeadObjectRequest request =
        head(version).toBuilder().checksumMode(ChecksumMode.ENABLED).build();
    try {
      HeadObjectResponse head = s3.headObject(request);
      return Optional.ofNullable(head.checksumSHA256())
          .filter(
              base64 ->
                  head.checksumType() == ChecksumType.FULL_OBJECT
                      && SHA256.matcher(base64).matches())
          .map(base64 -> HexFormat.of().formatHex(Base64.getDecoder().decode(base64)));
    } catch (S3Exception e) {
      if (isGone(e, version)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /// Reads the body into an array of at most `length` bytes, or `length + 1` if there are more. The
  /// SDK's reader needs three times the memory, because it does not know the length. Like that
  /// reader, this method lets the SDK retry a broken connection.
  private static byte[] readAtMost(InputStream body, int length) {
    try {
      byte[] bytes = new byte[length];
      int read = body.readNBytes(bytes, 0, length);
      int more = body.read() < 0 ? 0 : 1;
      return read + more == length ? bytes : Arrays.copyOf(bytes, read + more);
    } catch (IOException e) {
      throw RetryableException.create("the download of the report broke off", e);
    }
  }

  private ResponseBytes<GetObjectResponse> get(ReportVersion version, String range) {
    return s3.getObject(request(version, range), ResponseTransformer.toBytes());
  }

  private static GetObjectRequest request(ReportVersion version, String range) {
    return GetObjectRequest.builder()
        .bucket(version.bucket())
        .key(version.key().text())
        .versionId(versionId(version))
        .range(range)
        .build();
  }

  private static HeadObjectRequest head(ReportVersion version) {
    return HeadObjectRequest.builder()
        .bucket(version.bucket())
        .key(version.key().text())
        .versionId(versionId(version))
        .build();
  }

  private static ReportLookup found(
      ReportVersion version, ResponseBytes<GetObjectResponse> answer) {
    byte[] bytes = answer.asByteArrayUnsafe();
    long sizeBytes = sizeBytes(answer.response(), bytes.length);
    Report report = new Report(version, sizeBytes, metadata(answer.response().metadata()));
    return new ReportLookup.Found(report, new ReportTail(sizeBytes - bytes.length, bytes));
  }

  private static long sizeBytes(GetObjectResponse response, int bodyLength) {
    @Nullable String contentRange = response.contentRange();
    if (contentRange == null) {
      return bodyLength;
    }
    Matcher parts = CONTENT_RANGE.matcher(contentRange);
    if (!parts.matches()) {
      throw new IllegalStateException("Content-Range must have a size: " + contentRange);
    }
    return Long.parseLong(parts.group(1));
  }

  /// Looks up an empty object: S3 refuses every range of it.
  private ReportLookup lookUpEmpty(ReportVersion version) {
    try {
      HeadObjectResponse head = s3.headObject(head(version));
      if (head.contentLength() != 0) {
        throw new IllegalStateException("report was replaced during its look-up: " + version.key());
      }
      Report report = new Report(version, 0, metadata(head.metadata()));
      return new ReportLookup.Found(report, new ReportTail(0, new byte[0]));
    } catch (S3Exception e) {
      if (isGone(e, version)) {
        return new ReportLookup.Gone();
      }
      throw e;
    }
  }

  /// Returns whether the object is missing or hidden by a delete marker. A version that is itself a
  /// delete marker answers 405. A missing bucket is a fault of the deployment.
  private boolean isGone(S3Exception e, ReportVersion version) {
    if (e.statusCode() == FORBIDDEN) {
      return refusedIsGone;
    }
    if (e.statusCode() == METHOD_NOT_ALLOWED) {
      return version.versionId().isPresent();
    }
    return e.statusCode() == NOT_FOUND && !"NoSuchBucket".equals(errorCode(e));
  }

  private static @Nullable String errorCode(S3Exception e) {
    return e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
  }

  private static ReportMetadata metadata(Map<String, String> raw) {
    Map<String, String> lowerCase = new HashMap<>();
    raw.forEach((name, value) -> lowerCase.put(name.toLowerCase(Locale.ROOT), value));
    return ReportMetadata.parse(lowerCase);
  }

  private static @Nullable String versionId(ReportVersion version) {
    return version.versionId().orElse(null);
  }
}
