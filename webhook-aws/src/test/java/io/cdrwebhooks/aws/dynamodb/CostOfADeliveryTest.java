package io.cdrwebhooks.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Attempt;
import io.cdrwebhooks.delivery.AttemptClaim;
import io.cdrwebhooks.delivery.AttemptNumber;
import io.cdrwebhooks.delivery.AttemptOutcome;
import io.cdrwebhooks.delivery.Deliveries.Claiming;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.NextState;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import io.cdrwebhooks.lane.Lane;
import io.cdrwebhooks.link.DownloadLink;
import io.cdrwebhooks.notice.Notice;
import io.cdrwebhooks.statistics.Tally;
import io.cdrwebhooks.testing.SampleWork;
import io.cdrwebhooks.testing.Samples;
import io.cdrwebhooks.work.DueWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Computes what DynamoDB charges for a delivery, step by step, and that the cost page says so.
@SpeaksToAws
class CostOfADeliveryTest {
  private static final Instant NOW = Samples.NOW;

  /// DynamoDB adds this to each item and each entry of an index.
  private static final int OVERHEAD = 100;

  /// Dollars for a million.
  private static final double UNIT_WRITTEN = 0.625;

  private static final double UNIT_READ = 0.125;
  private static final double GB_MONTH = 0.45;

  private final TestTables tables = TestTables.create();
  private final MeasuredWrites writes = new MeasuredWrites(tables);
  private final TestTables measured = tables.watchedBy(writes);
  private final Delivery delivery = Samples.delivery();
  private final ConfigurationId configuration = delivery.configurationId().orElseThrow();
  private final Map<String, Integer> units = new LinkedHashMap<>();
  private final Tally tally = new Tally(() -> NOW);

  @Test
  void costPageHasTheUnitsAndTheSizeOfADelivery() throws IOException {
    deliverAndFollow();
    String page = Files.readString(Path.of("..", "docs", "cost.md"));

    int statistics = units.remove("statistics");
    String steps =
        units.entrySet().stream()
            .map(step -> step.getKey() + " (" + step.getValue() + ")")
            .collect(Collectors.joining(", "));
    int all = units.values().stream().mapToInt(Integer::intValue).sum();
    double deliveryKb = kilobytes(tables.names().deliveries(), TableDefinition.DELIVERIES);
    double linkKb = kilobytes(tables.names().downloadLinks(), TableDefinition.DOWNLOAD_LINKS);
    List<String> rows =
        List.of(
            "| DynamoDB: " + steps + ", each with its indexes | " + written(all),
            "| DynamoDB: statistics | " + written(statistics),
            "| DynamoDB: delivery and attempt, kept 90 days, with indexes and recovery | %.1f KB x 3 months | 0.45 / GB-month | %.2f |"
                .formatted(deliveryKb, deliveryKb * 3 * GB_MONTH),
            "| DynamoDB: link, kept 31 days, with its index and recovery | %.1f KB x 1 month | 0.45 / GB-month | %.2f |"
                .formatted(linkKb, linkKb * GB_MONTH));
    assertThat(rows).allSatisfy(row -> assertThat(page).contains(row));
  }

  private static String written(int units) {
    return "%d units written | 0.625 / million | %.2f |".formatted(units, units * UNIT_WRITTEN);
  }

  /// The holder of the lane waits for an answer for 10 s.
  @Test
  void costPageHasThePriceOfASlowReceiver() throws IOException {
    Lane lane =
        measured
            .lanes()
            .acquire(SampleWork.wakeUp(configuration), "holder", NOW, NOW.plusSeconds(30))
            .orElseThrow();
    int _ = writes.taken();
    for (int seconds = 5; seconds <= 10; seconds += 5) {
      assertThat(measured.lanes().renew(lane, "holder", NOW.plusSeconds(30 + seconds))).isPresent();
    }
    int renewals = writes.taken();
    double million = 10 * 13.3334 + 100 * UNIT_READ + renewals * UNIT_WRITTEN;

    assertThat(Files.readString(Path.of("..", "docs", "cost.md")))
        .contains(
            "(100 units read), its lease renewed twice (%d units written) | 0.01 | %.2f / million | %.2f |"
                .formatted(renewals, million, million / 100));
  }

  /// A failed attempt, and the turn of the retry.
  @Test
  void costPageHasTheUnitsOfARetry() throws IOException {
    arrive();
    units.clear();
    attempt(1, AttemptOutcome.REJECTED, NextState.again(NOW.plusSeconds(10)));

    assertThat(page()).contains("at the second attempt, which costs " + all() + " units,");
  }

  @Test
  void costPageHasTheUnitsOfACheckThatFindsAnUnusedLink() throws IOException {
    arrive();
    attempt(1, AttemptOutcome.DELIVERED, NextState.delivered(NOW));
    units.clear();
    var unused =
        new Notice.LinkUnused(delivery.id(), delivery.taskId(), configuration, "1.zip", NOW);
    measured.digests().add(unused, NOW);
    measured.deliveries().clearDueAt(delivery.id(), NOW);
    charge("check");

    assertThat(page())
        .contains("links that are not followed, 1 %: " + all() + " units written, a message");
  }

  /// The steps of a report that arrives alone, and is delivered at the first attempt.
  private void deliverAndFollow() {
    arrive();
    attempt(1, AttemptOutcome.DELIVERED, NextState.delivered(NOW.plus(Duration.ofHours(20))));
    assertThat(
            measured
                .deliveries()
                .recordLinkFollowed(delivery.id(), Samples.follow(NOW, "203.0.113.5")))
        .isTrue();
    tally.linkFollowed(link());
    charge("followed");
    measured.statistics().add(tally.drain());
    charge("statistics");
  }

  private DownloadLink link() {
    return DownloadLink.issue(Samples.token(), delivery, NOW);
  }

  private void arrive() {
    var _ = measured.deliveries().record(delivery);
    charge("delivery recorded");
    measured.lanes().wakeBefore(configuration, Optional.of(delivery.id()), NOW);
    charge("lane woken");
  }

  /// A turn of the lane with one attempt of the first round.
  private void attempt(int number, AttemptOutcome outcome, NextState next) {
    DueWork.OfLane message = SampleWork.wakeUp(configuration, delivery.id());
    Lane lane = measured.lanes().acquire(message, "holder", NOW, NOW.plusSeconds(30)).orElseThrow();
    charge("lane taken");
    AttemptClaim claim =
        ((Claiming.Claimed) measured.deliveries().claim(delivery, NOW, NOW.plusSeconds(60)))
            .claim();
    charge("claimed");
    measured.links().issue(link());
    charge("link");
    Attempt attempt =
        Samples.with(
            Samples.attempt(new AttemptNumber(1, number), outcome), Samples.sentRequest(delivery));
    var _ = measured.deliveries().complete(claim, attempt, next);
    charge("completed with its attempt");
    if (number == 1) {
      tally.recorded(configuration, delivery.createdAt());
    }
    tally.attempted(delivery, attempt);
    tally.moved(delivery, next.status());
    Optional<Instant> wakeAt =
        next.status() == DeliveryStatus.PENDING ? next.dueAt() : Optional.empty();
    assertThat(measured.lanes().release(lane, "holder", wakeAt)).isEmpty();
    charge("lane given back");
    measured.statistics().add(tally.drain());
    charge("statistics");
  }

  private int all() {
    return units.values().stream().mapToInt(Integer::intValue).sum();
  }

  private static String page() throws IOException {
    return Files.readString(Path.of("..", "docs", "cost.md"));
  }

  private void charge(String step) {
    units.merge(step, writes.taken(), Integer::sum);
  }

  /// To one decimal. Its lane and its counts are shared by many.
  private double kilobytes(String table, TableDefinition definition) {
    long bytes = 0;
    for (Map<String, AttributeValue> item :
        tables.client().scan(request -> request.tableName(table)).items()) {
      if (!item.containsKey("item") || !item.get("item").s().equals("lane")) {
        bytes += ItemSize.bytes(item) + OVERHEAD;
        for (TableDefinition.Index index : definition.indexes()) {
          Map<String, AttributeValue> entry = MeasuredWrites.entry(definition, index, item);
          bytes += entry.isEmpty() ? 0 : ItemSize.bytes(entry) + OVERHEAD;
        }
      }
    }
    return Math.round(bytes / 100.0) / 10.0;
  }
}
