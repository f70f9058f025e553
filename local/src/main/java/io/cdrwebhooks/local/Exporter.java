package io.cdrwebhooks.local;

import io.cdrwebhooks.emulators.AccessKey;
import java.net.URI;
import java.nio.file.Path;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// Uploads a report as the CDR Manager does: one object, with the SDK's default settings.
record Exporter(URI s3Url, AccessKey accessKey) {
  void upload(Path report, String key) {
    try (S3Client s3 = accessKey.s3(s3Url)) {
      var _ =
          s3.putObject(
              put -> put.bucket(LocalSettings.BUCKET).key(key).contentType("application/zip"),
              RequestBody.fromFile(report));
    }
  }
}
