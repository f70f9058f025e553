package io.cdrwebhooks.statement;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryFilter;
import io.cdrwebhooks.delivery.DeliveryLists;
import io.cdrwebhooks.delivery.NumberedReports.VoidNumbers;
import io.cdrwebhooks.json.Json;
import io.cdrwebhooks.paging.Page;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes the next part of a configuration's statements from the recorded deliveries of a day, the
/// newest first, without tests.
///
/// A part continues the last stored one, so a repeat makes the same part. Each part names the
/// SHA-256 of the one before it, also across days.
public record StatementWriter(DeliveryLists deliveries) {
  static final int MAX_REPORTS = 500;

  /// The most bytes of all reports in a part. The numbers of each report need up to 100 bytes more.
  static final int MAX_REPORT_BYTES = 300_000;

  private static final int PAGE = 100;

  /// A part, and the number of its reports.
  public record Made(StatementPart part, int reports) {}

  /// The position where a part begins: its day and number, the SHA-256 of the part before it (empty
  /// text for the first), and the cursor where the part before it ended.
  private record Beginning(LocalDate day, int part, String before, Optional<String> cursor) {}

  /// Returns the day of the next part. `last` is the last stored part; without one, statements
  /// begin at `first`. Days whose deliveries are no longer kept are left out.
  public static LocalDate nextDay(Optional<StatementPart> last, LocalDate first, Instant now) {
    if (last.isPresent() && last.get().next().isPresent()) {
      return last.get().day();
    }
    LocalDate next = last.map(part -> part.day().plusDays(1)).orElse(first);
    LocalDate earliest = StatementDays.earliest(now);
    return next.isBefore(earliest) ? earliest : next;
  }

  /// Makes the part after `last` for `day`, which [#nextDay] has returned and which is over.
  public Made part(
      ConfigurationId configuration, LocalDate day, Optional<StatementPart> last, Instant now) {
    Optional<StatementPart> sameDay = last.filter(part -> part.day().equals(day));
    Beginning beginning =
        new Beginning(
            day,
            sameDay.map(part -> part.part() + 1).orElse(1),
            last.map(StatementPart::sha256).orElse(""),
            sameDay.flatMap(StatementPart::next));
    List<Delivery> reports = new ArrayList<>();
    Optional<String> next =
        read(StatementDays.deliveriesOf(configuration, day), beginning.cursor(), reports);
    String json = json(configuration, beginning, reports, next.isEmpty(), now);
    return new Made(
        new StatementPart(configuration, day, beginning.part(), json, next), reports.size());
  }

  /// Adds the reports of a part, and returns where the next part begins.
  private Optional<String> read(
      DeliveryFilter day, Optional<String> start, List<Delivery> reports) {
    Optional<String> cursor = start;
    int bytes = 0;
    do {
      int room = Math.min(PAGE, MAX_REPORTS - reports.size());
      Page<Delivery> page = deliveries.list(day, cursor, room);
      int fitting = fitting(page.items(), MAX_REPORT_BYTES - bytes);
      if (fitting < page.items().size()) {
        return fitting == 0 ? cursor : end(day, cursor, fitting, reports);
      }
      for (Delivery delivery : page.items()) {
        bytes += add(delivery, reports);
      }
      cursor = page.nextCursor();
    } while (cursor.isPresent() && reports.size() < MAX_REPORTS);
    return cursor;
  }

  /// Adds the reports of a page that still fit into the part. The day is over, so the shorter page
  /// has the same reports.
  private Optional<String> end(
      DeliveryFilter day, Optional<String> cursor, int fitting, List<Delivery> reports) {
    Page<Delivery> page = deliveries.list(day, cursor, fitting);
    page.items().forEach(delivery -> add(delivery, reports));
    return page.nextCursor();
  }

  private static int fitting(List<Delivery> page, int room) {
    int bytes = 0;
    int count = 0;
    for (Delivery delivery : page) {
      bytes += size(delivery);
      if (bytes > room) {
        break;
      }
      count++;
    }
    return count;
  }

  private static int add(Delivery delivery, List<Delivery> reports) {
    if (!delivery.isTest()) {
      reports.add(delivery);
    }
    return size(delivery);
  }

  private static int size(Delivery delivery) {
    return Json.bytes(ListedReport.inStatement(delivery)).length + 1;
  }

  private String json(
      ConfigurationId configuration,
      Beginning beginning,
      List<Delivery> reports,
      boolean isLast,
      Instant now) {
    String json =
        Json.write(
            Json.object(
                "statement", 1,
                "configurationId", configuration,
                "day", beginning.day(),
                "part", beginning.part(),
                "lastPart", isLast,
                "madeAt", Json.instant(now),
                "before", beginning.before(),
                "numbers",
                    TaskNumbers.of(reports, deliveries, now).stream()
                        .map(StatementWriter::numbers)
                        .toList(),
                "reports", reports.stream().map(ListedReport::inStatement).toList()));
    if (json.getBytes(UTF_8).length > StatementPart.MAX_BYTES) {
      throw new IllegalStateException(
          "a part must have at most %d bytes: %s, %s, part %d"
              .formatted(
                  StatementPart.MAX_BYTES, configuration, beginning.day(), beginning.part()));
    }
    return json;
  }

  private static Map<String, Object> numbers(TaskNumbers numbers) {
    return Json.object(
        "taskId", numbers.task().value(),
        "first", numbers.first(),
        "last", numbers.last(),
        "voidNumbers", numbers.voids().stream().map(StatementWriter::range).toList(),
        "expiredUpTo", numbers.expiredUpTo());
  }

  private static Map<String, Object> range(VoidNumbers numbers) {
    return Json.object("first", numbers.first(), "last", numbers.last());
  }
}
