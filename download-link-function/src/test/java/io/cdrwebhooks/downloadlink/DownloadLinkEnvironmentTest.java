package io.cdrwebhooks.downloadlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.aws.dynamodb.table.TableNames;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.Region;

class DownloadLinkEnvironmentTest {
  private static final Map<String, String> COMPLETE =
      Map.of(
          "AWS_REGION", "eu-central-1",
          "DOWNLOAD_LINKS_TABLE", "links",
          "DELIVERIES_TABLE", "deliveries",
          "STATISTICS_TABLE", "statistics");

  @Test
  void settingsAreRead() {
    DownloadLinkEnvironment environment = DownloadLinkEnvironment.read(COMPLETE);

    assertThat(environment.tables())
        .isEqualTo(new TableNames("", "", "deliveries", "links", "statistics", ""));
    assertThat(environment.aws().region()).isEqualTo(Region.EU_CENTRAL_1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"AWS_REGION", "DOWNLOAD_LINKS_TABLE", "DELIVERIES_TABLE", "STATISTICS_TABLE"})
  void missingSettingIsNamed(String name) {
    Map<String, String> incomplete = new HashMap<>(COMPLETE);
    incomplete.remove(name);

    assertThatThrownBy(() -> DownloadLinkEnvironment.read(incomplete))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name);
  }
}
