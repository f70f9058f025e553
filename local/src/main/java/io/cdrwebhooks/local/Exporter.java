package io.cdrwebhooks.local;

import io.cdrwebhooks.emulators.AccessKey;
import io.cdrwebhooks.emulators.AwsEndpoints;
import java.net.URI;
import java.nio.file.Path;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// Uploads a report as the CDR Manager does: one object, with the SDK's default settings.
record Exporter(URI s3Url, AccessKey accessKey, String bucket) {
  void upload(Path report, String key) {
    try (S3Client s3 =
        S3Client.builder()
            .endpointOverride(s3Url)
            .forcePathStyle(true)
            .region(Region.of(AwsEndpoints.REGION))
            .credentialsProvider(accessKey.credentials())
            .httpClient(UrlConnectionHttpClient.create())
            .build()) {
      var _ =
          s3.putObject(
              put -> put.bucket(bucket).key(key).contentType("application/zip"),
              RequestBody.fromFile(report));
    }
  }
}
