package io.cdrwebhooks.receiverrequest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.cdrwebhooks.aws.awsevents.HttpResponse;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.NumberSeries;
import io.cdrwebhooks.delivery.NumberedReports;
import io.cdrwebhooks.receiverrequest.Senders.Sender;
import io.cdrwebhooks.request.ReceiverRequest.ListNumbers;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;

/// Lists the reports of a task in the order of their numbers, without gaps: each number has a
/// report or is named as void ([NumberedReports]).
record NumberListing(Deliveries deliveries) {
  private static final JsonFactory JSON = new JsonFactory();

  HttpResponse answer(ListNumbers asked, Sender sender, Instant now) {
    NumberSeries series = new NumberSeries(sender.configuration().id(), asked.task());
    NumberedReports part =
        NumberedReports.of(
            asked.from(), deliveries.numbers(series, asked.from(), ReportListing.MAX_ITEMS), now);
    return SignedAnswer.of(200, asked.id().value(), json(part).getBytes(UTF_8), sender.keys(), now);
  }

  private static String json(NumberedReports part) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeArrayFieldStart("items");
      for (Delivery delivery : part.deliveries()) {
        ListedReport.write(json, delivery);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("voidNumbers");
      for (NumberedReports.VoidNumbers gap : part.voids()) {
        json.writeStartObject();
        json.writeNumberField("first", gap.first());
        json.writeNumberField("last", gap.last());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeNumberField("expiredUpTo", part.expiredUpTo());
      json.writeNumberField("next", part.next());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("in-memory write failed", e);
    }
    return text.toString();
  }
}
