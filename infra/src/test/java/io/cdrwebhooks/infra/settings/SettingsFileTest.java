package io.cdrwebhooks.infra.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.configapi.Deployment.Scopes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awscdk.services.lambda.SystemLogLevel;

class SettingsFileTest {
  /// The required settings.
  static final String LEAST =
      """
      environmentName=staging-1
      httpReceiversAllowed=false
      fixedEgressZones=0
      alarmEmail=operators@example.com
      """;

  static final String WITH_ISSUER =
      LEAST
          + """
          oidcIssuer=https://login.example.com/
          audience=reports, exports
          """;

  @TempDir Path folder;

  @Test
  void optionalSettingsHaveDefaults() throws IOException {
    assertThat(read(LEAST))
        .isEqualTo(
            new DeploymentSettings(
                "staging-1",
                new Tokens.OfOwnUserPool(false),
                new ReceiverSettings(
                    false, List.of(), 0, List.of(), Optional.empty(), List.of(), false),
                new ReportStorage.InOwnBucket(90, false, false),
                new Operators(
                    "operators@example.com",
                    "operators@example.com",
                    OptionalInt.empty(),
                    30,
                    SystemLogLevel.WARN,
                    false),
                new Domains(Optional.empty(), Optional.empty(), Optional.empty()),
                new Concurrency(400, OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty()),
                Links.USUAL,
                OptionalInt.empty(),
                Optional.empty(),
                folder));
  }

  @Test
  void everySettingMayBeGiven() throws IOException {
    String everything =
        WITH_ISSUER.replace("fixedEgressZones=0", "fixedEgressZones=3")
            + """
            readScope=cdr.read
            writeScope=cdr.write
            consoleClientId=console
            consoleSignInOrigins=https://tokens.example.com, https://x.example.com:8443
            availabilityZones=eu-central-1b, eu-central-1a, eu-central-1c
            keepSuccessfulAnswers=true
            refusedAddressBlocks= 203.0.113.0/24 ,2001:db8::/32
            allowedReceiverHosts=CDR.example.com, *.example.org
            apiDomainName=cdr.example.com
            apiCertificateArn=arn:aws:acm:eu-central-1:111122223333:certificate/a
            consoleDomainName=console.example.com
            consoleCertificateArn=arn:aws:acm:us-east-1:111122223333:certificate/c
            linksDomainName=links.example.com
            linksCertificateArn=arn:aws:acm:us-east-1:111122223333:certificate/l
            linksPerAddress=3000
            existingReportBucket=exports
            existingReportBucketKeyArn=arn:aws:kms:eu-central-1:111122223333:key/k
            reportsDataEvents=true
            logsKeptDays=90
            systemLogLevel=INFO
            noticeEmail=notices@example.com
            monthlyBudgetUsd=250
            batchesAtOnce=12
            reservedConcurrency=40
            linksPerSecond=2000
            linksReservedConcurrency=200
            apiReservedConcurrency=20
            receiverRequestsReservedConcurrency=15
            warmWritesPerSecond=20000
            signaturesKeyArn=arn:aws:kms:eu-central-1:111122223333:key/mrk-1
            tracing=true
            """;

    assertThat(read(everything))
        .isEqualTo(
            new DeploymentSettings(
                "staging-1",
                new Tokens.OfIssuer(
                    URI.create("https://login.example.com/"),
                    List.of("reports", "exports"),
                    new Scopes("cdr.read", "cdr.write"),
                    Optional.of("console"),
                    List.of("https://tokens.example.com", "https://x.example.com:8443")),
                new ReceiverSettings(
                    false,
                    List.of("203.0.113.0/24", "2001:db8::/32"),
                    3,
                    List.of("eu-central-1b", "eu-central-1a", "eu-central-1c"),
                    Optional.empty(),
                    List.of("CDR.example.com", "*.example.org"),
                    true),
                new ReportStorage.InExistingBucket(
                    "exports", Optional.of("arn:aws:kms:eu-central-1:111122223333:key/k"), true),
                new Operators(
                    "operators@example.com",
                    "notices@example.com",
                    OptionalInt.of(250),
                    90,
                    SystemLogLevel.INFO,
                    true),
                new Domains(
                    Optional.of(
                        new Domain(
                            "cdr.example.com",
                            "arn:aws:acm:eu-central-1:111122223333:certificate/a")),
                    Optional.of(
                        new Domain(
                            "console.example.com",
                            "arn:aws:acm:us-east-1:111122223333:certificate/c")),
                    Optional.of(
                        new Domain(
                            "links.example.com",
                            "arn:aws:acm:us-east-1:111122223333:certificate/l"))),
                new Concurrency(12, OptionalInt.of(40), OptionalInt.of(20), OptionalInt.of(15)),
                new Links(2_000, OptionalInt.of(200), 3_000),
                OptionalInt.of(20_000),
                Optional.of("arn:aws:kms:eu-central-1:111122223333:key/mrk-1"),
                folder));
  }

  @Test
  void scopesHaveDefaultNamesUnlessGiven() throws IOException {
    assertThat(read(WITH_ISSUER).tokens())
        .isEqualTo(
            new Tokens.OfIssuer(
                URI.create("https://login.example.com/"),
                List.of("reports", "exports"),
                new Scopes("webhooks/read", "webhooks/write"),
                Optional.empty(),
                List.of()));
  }

  @Test
  void exampleIsUsableNamesEverySettingAndAllowsNoHttp() throws IOException {
    Path file = Path.of("environments", "example.properties");

    assertThat(SettingsFile.read(file, folder).receivers().httpAllowed()).isFalse();
    assertThat(Files.readString(file))
        .contains(
            "readScope",
            "writeScope",
            "consoleClientId",
            "consoleSignInOrigins",
            "programsMayWrite",
            "availabilityZones",
            "refusedAddressBlocks",
            "allowedReceiverHosts",
            "reportsCustomerKey",
            "reportsDataEvents",
            "apiDomainName",
            "apiCertificateArn",
            "consoleDomainName",
            "consoleCertificateArn",
            "existingReportBucket",
            "existingReportBucketKeyArn",
            "reportsKeptDays",
            "logsKeptDays",
            "systemLogLevel",
            "monthlyBudgetUsd",
            "batchesAtOnce",
            "reservedConcurrency",
            "linksPerSecond",
            "linksReservedConcurrency",
            "apiReservedConcurrency",
            "receiverRequestsReservedConcurrency",
            "warmWritesPerSecond",
            "signaturesKeyArn",
            "linksDomainName",
            "linksCertificateArn",
            "linksPerAddress",
            "tracing",
            "keepSuccessfulAnswers");
  }

  @ParameterizedTest
  @CsvSource({
    "environmentName=staging-1, environmentName=Staging, environmentName",
    "environmentName=staging-1, environmentName=, environmentName",
    "environmentName=staging-1, environmentName=staging-2, name of the file",
    "oidcIssuer=https:, oidcIssuer=http:, oidcIssuer",
    "oidcIssuer=https:, oidcIssuer=ht tps:, oidcIssuer",
    "login.example.com/, login.example.com/?tenant=1, without user",
    "login.example.com/, login.example.com/#top, without user",
    "login.example.com/, me@login.example.com/, without user",
    "'audience=reports, exports', 'audience=reports,,exports', each comma",
    "oidcIssuer=https://login.example.com/, oidcIssuer=, audience",
    "'audience=reports, exports', audience=, audience",
    "'audience=reports, exports', 'audience=a\nx=y', Unknown settings",
    "'audience=reports, exports', 'audience=a\n"
        + "readScope=a b', 'scopes must be names without spaces: a b'",
    "'audience=reports, exports', 'audience=a\n"
        + "consoleSignInOrigins=https://x.example.com/', consoleSignInOrigins",
    "'audience=reports, exports', 'audience=a\n"
        + "consoleSignInOrigins=https://x; img-src *', consoleSignInOrigins",
    "'audience=reports, exports', 'audience=a\n" + "programsMayWrite=true', programsMayWrite",
    "httpReceiversAllowed=false, httpReceiversAllowed=yes, httpReceiversAllowed",
    "httpReceiversAllowed=false, #, httpReceiversAllowed is missing",
    "httpReceiversAllowed=false, 'httpReceiversAllowed=false\n"
        + "refusedAddressBlocks=ours', refusedAddressBlocks",
    "httpReceiversAllowed=false, 'httpReceiversAllowed=false\n"
        + "refusedAddressBlocks=10.0.0.0/8,', refusedAddressBlocks",
    "httpReceiversAllowed=false, 'httpReceiversAllowed=false\n"
        + "refusedAddressBlocks=10.0.0.0/33', 10.0.0.0/33",
    "httpReceiversAllowed=false, 'httpReceiversAllowed=false\n"
        + "refusedAddressBlocks=10.0.0.1/8', 10.0.0.1/8",
    "httpReceiversAllowed=false, 'httpReceiversAllowed=false\n"
        + "refusedAddressBlocks=300.0.0.0/8', 300.0.0.0/8",
    "httpReceiversAllowed=false, 'httpReceiversAllowed=false\n"
        + "allowedReceiverHosts=a.example,*.com', 'allowedReceiverHosts: an allowed host must be'",
    "httpReceiversAllowed=false, 'httpReceiversAllowed=false\n"
        + "allowedReceiverHosts=https://a.example', 'such as *.example.com: https://a.example'",
    "httpReceiversAllowed=false, 'httpReceiversAllowed=false\n"
        + "httpReceiversAllowed=true', httpReceiversAllowed is given twice",
    "fixedEgressZones=0, fixedEgressZones=4, fixedEgressZones must be a number from 0 to 3: 4",
    "fixedEgressZones=0, fixedEgressZones=two, fixedEgressZones must be a whole number: two",
    "fixedEgressZones=0, #, fixedEgressZones is missing",
    "fixedEgressZones=0, 'fixedEgressZones=0\nnoticeEmail=notices', noticeEmail",
    "fixedEgressZones=0, 'fixedEgressZones=0\nreportsKeptDays=9', 'that long: 9'",
    "fixedEgressZones=0, 'fixedEgressZones=0\n"
        + "reportsKeptDays=30\n"
        + "existingReportBucket=exports', reportsKeptDays",
    "fixedEgressZones=0, 'fixedEgressZones=0\n"
        + "reportsCustomerKey=true\n"
        + "existingReportBucket=exports', reportsCustomerKey",
    "fixedEgressZones=0, 'fixedEgressZones=0\n"
        + "existingReportBucketKeyArn=arn:x', existingReportBucket",
    "fixedEgressZones=0, 'fixedEgressZones=0\nlogsKeptDays=31', '365]: 31'",
    "fixedEgressZones=0, 'fixedEgressZones=0\nsystemLogLevel=Info', 'INFO or WARN: Info'",
    "fixedEgressZones=0, 'fixedEgressZones=0\nmonthlyBudgetUsd=0', 'above 0: 0'",
    "fixedEgressZones=0, 'fixedEgressZones=0\nreservedConcurrency=29', '21 minutes: 29'",
    "fixedEgressZones=0, 'fixedEgressZones=0\nbatchesAtOnce=3', 'to 1000: 3'",
    "fixedEgressZones=0, 'fixedEgressZones=0\nlinksPerSecond=0', '1 to 10000: 0'",
    "fixedEgressZones=0, 'fixedEgressZones=0\n"
        + "linksReservedConcurrency=99', 'at least 100, a tenth'",
    "fixedEgressZones=0, 'fixedEgressZones=0\napiReservedConcurrency=9', 'at least 10'",
    "fixedEgressZones=0, 'fixedEgressZones=0\n"
        + "receiverRequestsReservedConcurrency=9', 'at least 10, since receivers'",
    "fixedEgressZones=0, 'fixedEgressZones=0\nwarmWritesPerSecond=3999', '4000 to 40000: 3999'",
    "fixedEgressZones=0, 'fixedEgressZones=0\n"
        + "signaturesKeyArn=arn:aws:kms:eu-west-1:111122223333:key/1', 'begins with mrk-'",
    "fixedEgressZones=0, 'fixedEgressZones=0\nlinksPerAddress=10', linksDomainName",
    "fixedEgressZones=0, 'fixedEgressZones=0\n"
        + "linksDomainName=x.example.com\n"
        + "linksCertificateArn=arn:aws:acm:us-east-1:111122223333:certificate/l', apiDomainName",
    "fixedEgressZones=0, 'fixedEgressZones=0\n"
        + "linksDomainName=x.example.com\n"
        + "linksCertificateArn=arn:aws:acm:eu-central-1:111122223333:certificate/l', us-east-1",
    "fixedEgressZones=0, 'fixedEgressZones=0\n"
        + "batchesAtOnce=40\n"
        + "reservedConcurrency=39', reservedConcurrency",
    "fixedEgressZones=0, 'fixedEgressZones=0\ntracing=maybe', 'true or false: maybe'",
    "fixedEgressZones=0, 'fixedEgressZones=0\n"
        + "consoleDomainName=x\n"
        + "consoleCertificateArn=arn:c', domain",
    "fixedEgressZones=0, 'fixedEgressZones=0\n"
        + "consoleDomainName=x.example.com\n"
        + "consoleCertificateArn=arn:c', x.example.com",
    "fixedEgressZones=0, 'fixedEgressZones=0\n"
        + "consoleDomainName=x.example.com\n"
        + "consoleCertificateArn=arn:aws:acm:eu-central-1:111122223333:certificate/c', us-east-1"
  })
  void wrongSettingIsNamed(String right, String wrong, String named) {
    assertThatThrownBy(() -> read(WITH_ISSUER.replace(right, wrong)))
        .isInstanceOf(UnusableSettingsException.class)
        .hasMessageContaining(named);
  }

  @ParameterizedTest
  @CsvSource({
    "apiDomainName, cdr.example.com",
    "apiCertificateArn, arn:aws:acm:eu-central-1:111122223333:certificate/a",
    "consoleDomainName, console.example.com",
    "consoleCertificateArn, arn:aws:acm:us-east-1:111122223333:certificate/c",
    "linksDomainName, links.example.com",
    "linksCertificateArn, arn:aws:acm:us-east-1:111122223333:certificate/l"
  })
  void domainAndCertificateAreGivenTogether(String setting, String value) {
    assertThatThrownBy(() -> read(LEAST + setting + "=" + value))
        .isInstanceOf(UnusableSettingsException.class)
        .hasMessageContaining(setting.replace("CertificateArn", "DomainName"))
        .hasMessageContaining(setting.replace("DomainName", "CertificateArn"))
        .hasMessageEndingWith("must be given together, but only this one is: " + value);
  }

  @Test
  void moreBlocksThanAFunctionsSettingsCanHoldAreRefused() throws IOException {
    String blocks = "203.0.113.0/24" + ",198.51.100.0/24".repeat(123) + ",10.0.0.0/8";
    assertThat(read(LEAST + "refusedAddressBlocks=" + blocks).receivers().refusedAddressBlocks())
        .hasSize(125);

    assertThatThrownBy(() -> read(LEAST + "refusedAddressBlocks=" + blocks + ",9.0.0.0/8"))
        .isInstanceOf(UnusableSettingsException.class)
        .hasMessageStartingWith(
            "refusedAddressBlocks and allowedReceiverHosts must be at most 2000 characters")
        .hasMessageEndingWith(": 2003");
    assertThatThrownBy(
            () ->
                read(
                    LEAST
                        + "refusedAddressBlocks="
                        + blocks
                        + "\nallowedReceiverHosts=cdr.example.com"))
        .isInstanceOf(UnusableSettingsException.class)
        .hasMessageContaining("allowedReceiverHosts must be at most 2000 characters");
  }

  @Test
  void ownBucketMayHaveACustomerKeyAndATrail() throws IOException {
    assertThat(read(LEAST + "reportsCustomerKey=true\nreportsDataEvents=true").reports())
        .isEqualTo(new ReportStorage.InOwnBucket(90, true, true));
  }

  @Test
  void missingFileIsNamed() {
    assertThatThrownBy(() -> SettingsFile.read(folder.resolve("none.properties"), folder))
        .isInstanceOf(UnusableSettingsException.class)
        .hasMessageContaining("none.properties");
  }

  private DeploymentSettings read(String content) throws IOException {
    return read(folder, content);
  }

  /// Reads a file with this content, in an existing folder.
  static DeploymentSettings read(Path folder, String content) throws IOException {
    Path file = Files.writeString(folder.resolve("staging-1.properties"), content);
    return SettingsFile.read(file, folder);
  }
}
