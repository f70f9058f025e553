package io.cdrwebhooks.aws;

import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/// The region, the credentials and the endpoints for calls to AWS. A service without an endpoint
/// has AWS's own.
///
/// It does not use the SDK's default chains: trying every source of credentials takes more of a
/// function's start than its first call.
public record AwsAccess(
    Region region, AwsCredentialsProvider credentials, Map<AwsService, URI> endpoints) {
  /// The variable with the endpoint of all services. Variables for one service, such as
  /// `AWS_ENDPOINT_URL_S3`, take precedence.
  public static final String ENDPOINT_URL = "AWS_ENDPOINT_URL";

  public AwsAccess {
    endpoints = Map.copyOf(endpoints);
  }

  /// Reads the variables that Lambda sets. AWS's command line reads the same ones.
  ///
  /// @throws IllegalArgumentException if no region is set
  public static AwsAccess fromEnvironment(Map<String, String> environment) {
    String region = environment.get("AWS_REGION");
    if (region == null || region.isEmpty()) {
      throw new IllegalArgumentException("AWS_REGION must be set");
    }
    Map<AwsService, URI> endpoints = new EnumMap<>(AwsService.class);
    for (AwsService service : AwsService.values()) {
      String url =
          environment.getOrDefault(
              ENDPOINT_URL + "_" + service.name(), environment.getOrDefault(ENDPOINT_URL, ""));
      if (!url.isEmpty()) {
        endpoints.put(service, URI.create(url));
      }
    }
    return new AwsAccess(Region.of(region), credentials(environment), endpoints);
  }

  /// Returns the same region and endpoints with made-up keys, for clients whose requests do not
  /// leave the process.
  public AwsAccess rehearsed() {
    AwsCredentials rehearsed = AwsBasicCredentials.create("rehearsal", "rehearsal");
    return new AwsAccess(region, () -> rehearsed, endpoints);
  }

  Optional<URI> endpoint(AwsService service) {
    return Optional.ofNullable(endpoints.get(service));
  }

  private static AwsCredentialsProvider credentials(Map<String, String> environment) {
    // A SnapStart function fetches its credentials from an endpoint, because those in a snapshot
    // would have expired.
    if (environment.containsKey("AWS_CONTAINER_CREDENTIALS_FULL_URI")) {
      return ContainerCredentialsProvider.create();
    }
    return () -> keys(environment);
  }

  private static AwsCredentials keys(Map<String, String> environment) {
    @Nullable String accessKey = environment.get("AWS_ACCESS_KEY_ID");
    @Nullable String secretKey = environment.get("AWS_SECRET_ACCESS_KEY");
    if (accessKey == null || secretKey == null) {
      throw new IllegalStateException(
          "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY must be set, unless"
              + " AWS_CONTAINER_CREDENTIALS_FULL_URI is");
    }
    @Nullable String sessionToken = environment.get("AWS_SESSION_TOKEN");
    return sessionToken == null
        ? AwsBasicCredentials.create(accessKey, secretKey)
        : AwsSessionCredentials.create(accessKey, secretKey, sessionToken);
  }
}
