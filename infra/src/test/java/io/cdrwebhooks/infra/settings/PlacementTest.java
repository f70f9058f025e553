package io.cdrwebhooks.infra.settings;

import static io.cdrwebhooks.infra.settings.SettingsFileTest.LEAST;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tests that a settings file is refused if its settings cannot belong to one deployment.
class PlacementTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2 | eu-central-1 | names of zones",
        "2 | euc1-az1,euc1-az2 | names of zones",
        "2 | us-west-2-lax-1a,us-west-2a | names of zones",
        "2 | eu-central-1a | as many different zones as fixedEgressZones says, 2",
        "2 | eu-central-1a,eu-central-1a | as many different zones as fixedEgressZones says, 2",
        "2 | us-east-1a,us-east-1b,us-east-1c | as many different zones as fixedEgressZones says, 2",
        "0 | eu-central-1a | as many different zones as fixedEgressZones says, 0",
        "2 | eu-central-1a,eu-west-1b | in one region"
      })
  void availabilityZonesMatchTheNumberAndOneRegion(String number, String zones, String rule) {
    String settings = LEAST.replace("fixedEgressZones=0", "fixedEgressZones=" + number);

    assertThatThrownBy(() -> read(settings + "availabilityZones=" + zones))
        .isInstanceOf(UnusableSettingsException.class)
        .hasMessageStartingWith("availabilityZones must be ")
        .hasMessageContaining(rule)
        .hasMessageEndingWith(": " + zones);
  }

  @Test
  void zonesCertificateAndKeyOfDifferentRegionsAreRefused() {
    String settings =
        LEAST.replace("fixedEgressZones=0", "fixedEgressZones=1")
            + """
              availabilityZones=eu-central-1a
              apiDomainName=cdr.example.com
              apiCertificateArn=arn:aws:acm:eu-central-1:111122223333:certificate/a
              existingReportBucket=exports
              existingReportBucketKeyArn=arn:aws:kms:eu-central-1:111122223333:key/k
              """;
    for (String inCentral : List.of("eu-central-1a", "acm:eu-central-1", "kms:eu-central-1")) {
      assertThatThrownBy(
              () ->
                  read(settings.replace(inCentral, inCentral.replace("eu-central-1", "eu-west-1"))))
          .isInstanceOf(UnusableSettingsException.class)
          .hasMessageStartingWith("These settings must all be of the deployment's region: ")
          .hasMessageContainingAll(
              "availabilityZones=eu-",
              "apiCertificateArn=eu-",
              "existingReportBucketKeyArn=eu-",
              "eu-west-1");
    }
  }

  @Test
  void certificatesOfTwoAccountsAreRefused() {
    assertThatThrownBy(() -> read(LEAST + domains("444455556666", "console.example.com")))
        .isInstanceOf(UnusableSettingsException.class)
        .hasMessage(
            "These settings must all be of the deployment's account:"
                + " {the certificate of cdr.example.com=111122223333,"
                + " the certificate of console.example.com=444455556666}");
  }

  @Test
  void oneNameForTwoAddressesIsRefused() {
    assertThatThrownBy(() -> read(LEAST + domains("111122223333", "cdr.example.com")))
        .isInstanceOf(UnusableSettingsException.class)
        .hasMessage(
            "apiDomainName, consoleDomainName and linksDomainName must differ:"
                + " cdr.example.com, cdr.example.com");
  }

  private static String domains(String consolesAccount, String consolesName) {
    return """
        apiDomainName=cdr.example.com
        apiCertificateArn=arn:aws:acm:eu-central-1:111122223333:certificate/a
        consoleDomainName=%s
        consoleCertificateArn=arn:aws:acm:us-east-1:%s:certificate/c
        """
        .formatted(consolesName, consolesAccount);
  }

  private DeploymentSettings read(String content) throws IOException {
    return SettingsFileTest.read(folder, content);
  }
}
