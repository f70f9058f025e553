package io.cdrwebhooks.receiverrequest;

import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.delivery.DeliveryLists;
import io.cdrwebhooks.delivery.NumberSeries;
import io.cdrwebhooks.delivery.NumberedReports;
import io.cdrwebhooks.json.Json;
import io.cdrwebhooks.receiverrequest.Senders.Sender;
import io.cdrwebhooks.request.ReceiverRequest.ListNumbers;
import io.cdrwebhooks.statement.ListedReport;
import java.time.Instant;

/// Lists the reports of a task in the order of their numbers, without gaps: each number has a
/// report or is named as void ([NumberedReports]).
record NumberListing(DeliveryLists deliveries) {
  HttpResponse answer(ListNumbers asked, Sender sender, Instant now) {
    NumberSeries series = new NumberSeries(sender.configuration().id(), asked.task());
    NumberedReports part =
        NumberedReports.of(
            asked.from(),
            deliveries.numbers(series, asked.from(), ReportListAnswer.MAX_ITEMS),
            now);
    return SignedAnswer.of(200, asked.id().value(), json(part), sender.keys(), now);
  }

  private static byte[] json(NumberedReports part) {
    return Json.bytes(
        Json.object(
            "items", part.deliveries().stream().map(ListedReport::inList).toList(),
            "voidNumbers",
                part.voids().stream()
                    .map(gap -> Json.object("first", gap.first(), "last", gap.last()))
                    .toList(),
            "expiredUpTo", part.expiredUpTo(),
            "next", part.next()));
  }
}
