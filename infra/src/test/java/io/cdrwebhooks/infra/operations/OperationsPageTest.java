package io.cdrwebhooks.infra.operations;

import static io.cdrwebhooks.infra.SynthesisedDeployment.EXAMPLE;
import static io.cdrwebhooks.infra.SynthesisedDeployment.at;
import static io.cdrwebhooks.infra.SynthesisedDeployment.has;
import static io.cdrwebhooks.infra.SynthesisedDeployment.other;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configapi.http.Route;
import io.cdrwebhooks.infra.SynthesisedDeployment;
import io.cdrwebhooks.infra.settings.Operators;
import io.cdrwebhooks.infra.settings.ReportStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Tests that the names in the pages for operators exist, and that their retention times are true.
class OperationsPageTest {
  private static final String PAGE =
      Stream.of("operations", "upgrades", "backup-and-restore", "secrets", "personal-data")
          .map(page -> read("docs/" + page + ".md"))
          .collect(Collectors.joining("\n"));

  @Test
  void everyNameInACommandMatchesOneResource() {
    List<MatchResult> lookUps = found("name \\$(state|service) (\\S+?) (AWS::\\w+::\\w+)").toList();
    assertThat(lookUps).hasSizeGreaterThan(10);
    for (MatchResult lookUp : lookUps) {
      for (String beginning : beginnings(lookUp.group(2))) {
        List<?> found = named(beginning, lookUp, EXAMPLE);
        assertThat(found.isEmpty() ? named(beginning, lookUp, other()) : found)
            .as(lookUp.group())
            .hasSize(1);
      }
    }
  }

  /// Each of the functions that a loop goes through.
  private static List<String> beginnings(String beginning) {
    return beginning.startsWith("${function}")
        ? Stream.of("ScheduledWork", "ConfigurationApi", "DownloadLinks", "ReceiverRequests")
            .map(function -> beginning.replace("${function}", function))
            .toList()
        : List.of(beginning);
  }

  /// The resources that a look-up finds. A resource that only a setting creates is in the other
  /// deployment.
  private static List<?> named(
      String beginning, MatchResult lookUp, SynthesisedDeployment deployment) {
    Map<String, Object> stack =
        lookUp.group(1).equals("state") ? deployment.state() : deployment.service();
    return ((Map<?, ?>) at(stack, "Resources"))
        .entrySet().stream()
            .filter(resource -> String.valueOf(resource.getKey()).startsWith(beginning))
            .filter(resource -> at(resource.getValue(), "Type").equals(lookUp.group(3)))
            .toList();
  }

  @Test
  void everyNamedRouteExists() {
    Set<String> routes =
        EXAMPLE.properties("AWS::ApiGatewayV2::Route").values().stream()
            .map(route -> ((String) at(route, "RouteKey")).replace(Route.BASE, ""))
            .collect(Collectors.toSet());
    Set<String> named =
        found("`((?:GET|POST|PUT|DELETE) /[^` ]+)`")
            .map(match -> match.group(1))
            .collect(Collectors.toSet());

    assertThat(named).hasSizeGreaterThan(5);
    assertThat(routes).containsAll(named);
  }

  @Test
  void everyNamedSettingAndOutputExists() {
    String settings = read("infra/environments/example.properties");
    for (String setting :
        List.of("reportsKeptDays", "logsKeptDays", "existingReportBucket", "apiDomainName")) {
      assertThat(PAGE).contains("`" + setting);
      assertThat(settings).contains(setting + "=");
    }
    assertThat(PAGE).contains("output `EgressAddresses`");
    assertThat(has(EXAMPLE.service(), "Outputs", "EgressAddresses")).isTrue();
  }

  /// The days of reports, records, links, messages and logs.
  @Test
  void retentionTimesAreAsDocumented() {
    assertThat(read("webhook-core/src/main/java/io/cdrwebhooks/delivery/Delivery.java"))
        .contains("RETENTION = Duration.ofDays(90)");
    assertThat(PAGE)
        .contains(
            "| table `deliveries` | 90 days after arrival, or after it was last sent again |");
    assertThat(read("webhook-core/src/main/java/io/cdrwebhooks/link/DownloadLink.java"))
        .contains("LIFE = Duration.ofHours(24)", "STORED_AFTER_END = Duration.ofDays(30)");
    assertThat(PAGE).contains("| the link's 24 hours, then 30 days |");
    assertThat(read("webhook-core/src/main/java/io/cdrwebhooks/statistics/Statistics.java"))
        .contains("RETENTION = Duration.ofDays(100)");
    assertThat(PAGE).contains("| table `statistics` | 100 days |");
    assertThat(read("webhook-core/src/main/java/io/cdrwebhooks/change/ChangeRecord.java"))
        .contains("RETENTION = Duration.ofDays(400)");
    assertThat(PAGE).contains("| table `changes` | 400 days |");
    assertThat(PAGE)
        .contains(
            "| `reportsKeptDays`, usually %d days, then %d days more as an old version |"
                .formatted(
                    ReportStorage.InOwnBucket.USUAL_DAYS, ReportStorage.InOwnBucket.MIN_DAYS),
            "| `logsKeptDays`, usually %d days |".formatted(Operators.USUAL_DAYS_OF_LOGS));
    Set<Object> messages =
        EXAMPLE.properties("AWS::SQS::Queue").values().stream()
            .map(queue -> at(queue, "MessageRetentionPeriod"))
            .collect(Collectors.toSet());
    assertThat(messages).containsExactly(14 * 86_400);
    assertThat(PAGE).contains("| 14 days, 14 days |");
  }

  /// Exactly these must get back what a restore leaves out.
  @Test
  void tablesWithATimeToLiveAreThoseNamed() {
    Set<String> expiring =
        EXAMPLE.properties("AWS::DynamoDB::Table").entrySet().stream()
            .filter(table -> String.valueOf(table.getValue()).contains("TimeToLiveSpecification"))
            .map(table -> "`" + table.getKey().replaceFirst("[0-9A-F]{8}$", "") + "`")
            .collect(Collectors.toSet());
    String sentence =
        PAGE.lines().filter(line -> line.contains("Time to live is for")).findAny().orElseThrow();

    assertThat(
            Pattern.compile("`Records\\w+`")
                .matcher(sentence)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet()))
        .isEqualTo(expiring);
  }

  private static Stream<MatchResult> found(String pattern) {
    return Pattern.compile(pattern).matcher(PAGE).results();
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of("..").resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
