package io.cdrwebhooks.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeploymentSettingsTest {
  private static final String COMPLETE =
      """
      environmentName=staging-1
      oidcIssuer=https://login.example.com/
      audience=reports
      httpReceiversAllowed=true
      """;

  @TempDir Path folder;

  @Test
  void completeFileIsRead() throws IOException {
    assertThat(read(COMPLETE))
        .isEqualTo(
            new DeploymentSettings(
                "staging-1",
                URI.create("https://login.example.com/"),
                "reports",
                true,
                List.of(),
                List.of(),
                new DeploymentSettings.Scopes("webhooks/read", "webhooks/write"),
                folder));
  }

  @Test
  void refusedAddressBlocksMayBeGiven() throws IOException {
    assertThat(
            read(COMPLETE + "refusedAddressBlocks= 203.0.113.0/24 ,2001:db8::/32\n")
                .refusedAddressBlocks())
        .containsExactly("203.0.113.0/24", "2001:db8::/32");
    assertThat(read(COMPLETE + "refusedAddressBlocks=\n").refusedAddressBlocks()).isEmpty();
  }

  @Test
  void addressesOfTheDeploymentAndScopesMayBeGiven() throws IOException {
    DeploymentSettings given =
        read(COMPLETE + "egressIps= 198.51.100.1 ,2001:db8::/64\nreadScope=see\nwriteScope= do \n");

    assertThat(given.egressIps()).containsExactly("198.51.100.1", "2001:db8::/64");
    assertThat(given.scopes()).isEqualTo(new DeploymentSettings.Scopes("see", "do"));
  }

  @Test
  void exampleIsUsableAndAllowsNoHttp() {
    DeploymentSettings example =
        DeploymentSettings.read(Path.of("environments", "example.properties"), folder);

    assertThat(example.httpReceiversAllowed()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "environmentName=staging-1, environmentName=Staging, environmentName",
    "environmentName=staging-1, environmentName=, environmentName",
    "oidcIssuer=https:, oidcIssuer=http:, oidcIssuer",
    "oidcIssuer=https:, oidcIssuer=ht tps:, oidcIssuer",
    "audience=reports, audience=, audience",
    "audience=reports, x=y, Unknown settings",
    "httpReceiversAllowed=true, httpReceiversAllowed=yes, httpReceiversAllowed",
    "audience=reports, 'audience=reports\nrefusedAddressBlocks=ours', refusedAddressBlocks",
    "audience=reports, 'audience=reports\nrefusedAddressBlocks=10.0.0.0/8,', refusedAddressBlocks",
    "audience=reports, 'audience=reports\negressIps=our-nat', egressIps",
    "audience=reports, 'audience=reports\nreadScope=a b', readScope",
    "audience=reports, 'audience=reports\nwriteScope=', writeScope",
    "httpReceiversAllowed=true, #, httpReceiversAllowed is missing"
  })
  void wrongSettingIsNamed(String right, String wrong, String named) {
    assertThatThrownBy(() -> read(COMPLETE.replace(right, wrong)))
        .isInstanceOf(UnusableSettingsException.class)
        .hasMessageContaining(named);
  }

  @Test
  void missingFileIsNamed() {
    assertThatThrownBy(() -> DeploymentSettings.read(folder.resolve("none.properties"), folder))
        .isInstanceOf(UnusableSettingsException.class)
        .hasMessageContaining("none.properties");
  }

  private DeploymentSettings read(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("settings.properties"), content);
    return DeploymentSettings.read(file, folder);
  }
}
