package io.cdrwebhooks.receiverrequest;

import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.aws.http.Problem;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryLists;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.json.Json;
import io.cdrwebhooks.paging.InvalidCursorException;
import io.cdrwebhooks.paging.Page;
import io.cdrwebhooks.receiverrequest.Senders.Sender;
import io.cdrwebhooks.request.ReceiverRequest.ListReports;
import io.cdrwebhooks.statement.ListedReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Lists the reports of a configuration that were recorded from an instant on, without tests.
///
/// A list ends at `completeUntil`, which its first page fixes: no report can be added before that
/// time any more. So the list skips nothing, and the next list begins at `completeUntil`.
record ReportListAnswer(DeliveryLists deliveries) {
  static final int MAX_ITEMS = 100;

  /// Lists lag behind the present by this time. An invocation of up to two minutes sets a
  /// delivery's time and then writes the delivery; the index follows the write a moment later, and
  /// clocks differ by up to two seconds.
  static final Duration LAG = Duration.ofMinutes(3);

  /// The largest number of pages that one request reads: some may contain only tests.
  private static final int MAX_PAGES = 8;

  HttpResponse answer(ListReports asked, Sender sender, Instant now) {
    Instant complete = now.minus(LAG);
    try {
      ListPosition position =
          asked
              .cursor()
              .map(text -> ListPosition.parse(text, complete))
              .orElseGet(() -> ListPosition.start(complete));
      List<Delivery> items = new ArrayList<>();
      Optional<ListPosition> next =
          read(sender.configuration().id(), asked.from(), position, items);
      byte[] body =
          Json.bytes(
              Json.object(
                  "items", items.stream().map(ListedReport::inList).toList(),
                  "nextCursor", next.map(ListPosition::text),
                  "completeUntil", Json.instant(position.until())));
      return SignedAnswer.of(200, asked.id().value(), body, sender.keys(), now);
    } catch (InvalidCursorException _) {
      return Problem.of(422, "cursor must be the nextCursor of the same list.").toResponse();
    }
  }

  /// Adds the deliveries of a page, shard after shard, and returns where the next one begins.
  private Optional<ListPosition> read(
      ConfigurationId id, Instant from, ListPosition start, List<Delivery> items) {
    if (from.isAfter(start.until())) {
      return Optional.empty();
    }
    TimeRange range = new TimeRange(from, start.until());
    Optional<ListPosition> position = Optional.of(start);
    for (int page = 0; page < MAX_PAGES && items.size() < MAX_ITEMS; page++) {
      if (position.isEmpty()) {
        break;
      }
      ListPosition here = position.get();
      Page<Delivery> read =
          deliveries.listByConfiguration(
              id, here.shard(), range, here.cursor(), MAX_ITEMS - items.size());
      read.items().stream().filter(delivery -> !delivery.isTest()).forEach(items::add);
      position = here.after(read.nextCursor());
    }
    return position;
  }
}
