package io.cdrwebhooks.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.regions.Region;

class AwsAccessTest {
  @Test
  void environmentGivesRegionAndSession() {
    AwsAccess access =
        AwsAccess.fromEnvironment(
            Map.of(
                "AWS_REGION", "eu-central-1",
                "AWS_ACCESS_KEY_ID", "id",
                "AWS_SECRET_ACCESS_KEY", "secret",
                "AWS_SESSION_TOKEN", "token"));

    assertThat(access.region()).isEqualTo(Region.EU_CENTRAL_1);
    assertThat(access.credentials().resolveCredentials())
        .isEqualTo(AwsSessionCredentials.create("id", "secret", "token"));
    assertThat(access.endpoints()).isEmpty();
  }

  @Test
  void keysNeedNoSession() {
    AwsAccess access =
        AwsAccess.fromEnvironment(
            Map.of(
                "AWS_REGION", "eu-central-1",
                "AWS_ACCESS_KEY_ID", "id",
                "AWS_SECRET_ACCESS_KEY", "secret"));

    assertThat(access.credentials().resolveCredentials())
        .isEqualTo(AwsBasicCredentials.create("id", "secret"));
  }

  @Test
  void keysComeFromTheContainerIfThereIsOne() {
    AwsAccess access =
        AwsAccess.fromEnvironment(
            Map.of(
                "AWS_REGION", "eu-central-1",
                "AWS_ACCESS_KEY_ID", "old",
                "AWS_SECRET_ACCESS_KEY", "old",
                "AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1/keys"));

    assertThat(access.credentials()).isInstanceOf(ContainerCredentialsProvider.class);
  }

  @Test
  void missingKeysFailOnFirstUse() {
    AwsAccess access = AwsAccess.fromEnvironment(Map.of("AWS_REGION", "eu-central-1"));

    assertThatThrownBy(() -> access.credentials().resolveCredentials())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("AWS_ACCESS_KEY_ID");
  }

  @Test
  void endpointOfAServiceOverridesTheCommonOne() {
    AwsAccess access =
        AwsAccess.fromEnvironment(
            Map.of(
                "AWS_REGION", "eu-central-1",
                "AWS_ENDPOINT_URL", "http://127.0.0.1:1",
                "AWS_ENDPOINT_URL_S3", "http://127.0.0.1:2"));

    assertThat(access.endpoint(AwsService.S3)).contains(URI.create("http://127.0.0.1:2"));
    assertThat(access.endpoint(AwsService.SQS)).contains(URI.create("http://127.0.0.1:1"));
  }

  @Test
  void regionMustBeGiven() {
    assertThatThrownBy(() -> AwsAccess.fromEnvironment(Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("AWS_REGION");
  }
}
