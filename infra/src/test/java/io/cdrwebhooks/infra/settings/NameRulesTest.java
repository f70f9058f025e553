package io.cdrwebhooks.infra.settings;

import static io.cdrwebhooks.infra.settings.SettingsFileTest.LEAST;
import static io.cdrwebhooks.infra.settings.SettingsFileTest.WITH_ISSUER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests that a settings file is refused for a name, address or ARN that AWS would refuse during
/// deployment.
class NameRulesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"staging-", "1st", "-staging", "staging_1", "twenty-one-characters"})
  void invalidEnvironmentNameIsRefused(String name) {
    assertThatThrownBy(() -> read(LEAST.replace("staging-1", name)))
        .isInstanceOf(UnusableSettingsException.class)
        .hasMessageStartingWith("environmentName must be 1 to 20 lower-case letters")
        .hasMessageEndingWith(": " + name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws", "laws-2", "my-amazon", "cognito-test"})
  void wordReservedByCognitoIsRefusedInTheName(String name) {
    for (String settings : List.of(LEAST, WITH_ISSUER)) {
      assertThatThrownBy(() -> read(settings.replace("staging-1", name)))
          .isInstanceOf(UnusableSettingsException.class)
          .hasMessageStartingWith("environmentName must not contain aws, amazon or cognito")
          .hasMessageEndingWith(": " + name);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "operators",
        "operators@example",
        "operators@localhost",
        "operators@@example.com",
        "operators@one@example.com",
        "the operators@example.com",
        "operators @example.com",
        ".operators@example.com",
        "operators.@example.com",
        "the..operators@example.com",
        "operators@.example.com",
        "operators@example.com.",
        "operators@example..com",
        "operators@-example.com",
        "operators@10.0.0.1",
        "operators@example.com,others@example.com",
        "operators@example.com; others@example.com",
        "Operators <operators@example.com>",
        "<operators@example.com>",
        "mailto:operators@example.com"
      })
  void invalidAlarmEmailIsRefused(String address) {
    assertThatThrownBy(() -> read(withAlarmEmail(address)))
        .isInstanceOf(UnusableSettingsException.class)
        .hasMessageStartingWith("alarmEmail must be one plain address")
        .hasMessageEndingWith(": " + address);
  }

  @Test
  void alarmEmailHasAtMost254CharactersAnd64BeforeTheAt() throws IOException {
    String longest = "o".repeat(64) + "@" + ("a".repeat(60) + ".").repeat(3) + "domain";
    assertThat(longest).hasSize(254);
    assertThat(read(withAlarmEmail(longest)).operators().alarmEmail()).isEqualTo(longest);

    for (String longer : List.of(longest + "s", "o".repeat(65) + "@example.com")) {
      assertThatThrownBy(() -> read(withAlarmEmail(longer)))
          .isInstanceOf(UnusableSettingsException.class)
          .hasMessageStartingWith("alarmEmail must be one plain address");
    }
  }

  private static String withAlarmEmail(String address) {
    return LEAST.replace("operators@example.com", address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Operators+cdr@Example.com",
        "o'neil_1@mail.example.co.uk",
        "first.last@xn--bcher-kva.example"
      })
  void plainAlarmEmailIsAccepted(String address) throws IOException {
    assertThat(read(withAlarmEmail(address)).operators().alarmEmail()).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example",
        "-cdr.example.com",
        "cdr-.example.com",
        "cdr..example.com",
        "*.example.com",
        "cdr.example.com.",
        "CDR.example.com",
        "10.0.0.1",
        "https://cdr.example.com"
      })
  void invalidApiDomainIsRefused(String name) {
    assertThatThrownBy(
            () ->
                read(
                    LEAST
                        + "apiDomainName="
                        + name
                        + "\napiCertificateArn=arn:aws:acm:eu-central-1:111122223333:certificate/a"))
        .isInstanceOf(UnusableSettingsException.class)
        .hasMessageStartingWith("A domain must be ")
        .hasMessageEndingWith(": " + name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ab", "Exports", "our_exports", "a..b", "a.-b", "exports-", "10.0.0.1"})
  void invalidBucketNameIsRefused(String name) {
    assertThatThrownBy(() -> read(LEAST + "existingReportBucket=" + name))
        .isInstanceOf(UnusableSettingsException.class)
        .hasMessage("existingReportBucket must be the name of a bucket: " + name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:kms:eu-central-1:111122223333:alias/exports",
        "arn:aws:s3:::exports",
        "arn:aws:kms:eu-central-1:1111:key/k",
        "1234abcd-12ab-34cd-56ef-1234567890ab"
      })
  void invalidKeyArnIsRefused(String arn) {
    assertThatThrownBy(
            () -> read(LEAST + "existingReportBucket=exports\nexistingReportBucketKeyArn=" + arn))
        .isInstanceOf(UnusableSettingsException.class)
        .hasMessageStartingWith("existingReportBucketKeyArn must be the ARN of a KMS key")
        .hasMessageEndingWith(": " + arn);
  }

  private DeploymentSettings read(String content) throws IOException {
    return SettingsFileTest.read(folder, content);
  }
}
