package io.cdrwebhooks.downloadlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.link.AccessToken;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.statistics.Counts;
import io.cdrwebhooks.statistics.LatencyHistogram;
import io.cdrwebhooks.statistics.Series;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Tests that a followed link is counted once, and never at the cost of the redirect.
class CountedLinkTest {
  private static final ReportVersion REPORT = report(false);
  private static final Counts ONE = new Counts(0, 0, 0, 0, 0, 1, LatencyHistogram.EMPTY);

  private final LinkFixture function = new LinkFixture();

  @Test
  void onlyTheFirstUseOfALinkIsCounted() {
    AccessToken token = function.issue(REPORT);

    for (int times = 0; times < 3; times++) {
      assertThat(function.send("GET", token).status()).isEqualTo(302);
      function.send("GET", function.issue(REPORT));
    }

    assertThat(function.counted.total(Series.ALL)).isEqualTo(ONE);
    assertThat(function.counted.total(Series.of(ConfigurationId.of(new UUID(0, 1)))))
        .isEqualTo(ONE);
    assertThat(function.counted.additions()).hasSize(1);
  }

  @Test
  void headRequestsAndUnknownTokensAreNotCounted() {
    AccessToken token = function.issue(REPORT);
    function.send("HEAD", token);
    function.send("GET", AccessToken.of(UUID.randomUUID()));
    function.now = function.now.plusSeconds(100_000);
    function.send("GET", token);

    assertThat(function.counted.additions()).isEmpty();
  }

  @Test
  void linkOfATestIsNotCounted() {
    assertThat(function.send("GET", function.issue(report(true))).status()).isEqualTo(302);

    assertThat(function.counted.additions()).isEmpty();
  }

  @Test
  void countThatCannotBeAddedIsLostWithAWarning() {
    function.statisticsFault = Optional.of(new IllegalStateException("the table is throttled"));
    AccessToken token = function.issue(REPORT);

    assertThat(function.send("GET", token).status()).isEqualTo(302);

    assertThat(function.linkUse(function.delivery(REPORT))).isPresent();
    assertThat(function.log)
        .filteredOn(line -> line.contains("counts.lost"))
        .singleElement()
        .asString()
        .contains("\"WARN\"", function.delivery(REPORT).value(), "the table is throttled");
    assertThat(function.log).noneMatch(line -> line.contains("\"ERROR\""));
  }

  private static ReportVersion report(boolean sample) {
    return new ReportVersion(
        "bucket", new ReportKey(new TaskId(1), "tx1.zip", sample), Optional.empty());
  }
}
