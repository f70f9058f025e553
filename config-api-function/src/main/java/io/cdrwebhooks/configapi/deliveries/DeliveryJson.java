package io.cdrwebhooks.configapi.deliveries;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.answer.AttemptTimings;
import io.cdrwebhooks.answer.RefusalCheck;
import io.cdrwebhooks.aws.http.Answers;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Attempt;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.LinkUse;
import io.cdrwebhooks.delivery.SentRequest;
import io.cdrwebhooks.link.FileReceipt;
import io.cdrwebhooks.link.IssuedLink;
import io.cdrwebhooks.report.Inspection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Writes deliveries and their attempts as the API shows them.
public final class DeliveryJson {
  private DeliveryJson() {}

  /// Returns a delivery as a list shows it, without its attempts.
  public static ObjectNode item(Delivery delivery, WaitState waitState) {
    ObjectNode json = Answers.object();
    json.put("id", delivery.id().value());
    json.put("taskId", delivery.taskId().value());
    json.put(
        "configurationId", delivery.configurationId().map(ConfigurationId::value).orElse(null));
    json.put("sequence", delivery.sequence());
    json.put("fileName", delivery.report().fileName());
    json.put("fileSizeInBytes", delivery.sizeBytes());
    json.put("numberOfLines", delivery.inspection().map(Inspection::numberOfLines).orElse(null));
    json.put("status", delivery.status().name());
    json.put("reason", delivery.progress().reason());
    json.put("test", delivery.isTest());
    json.put("createdAt", Answers.time(delivery.createdAt()));
    json.put("nextAttemptAt", Answers.time(delivery.progress().nextAttemptAt()));
    Optional<LinkUse> linkUse = delivery.progress().linkUse();
    json.put("linkFollowedAt", Answers.time(linkUse.map(LinkUse::firstAt)));
    json.put("linkFollows", linkUse.map(LinkUse::count).orElse(0L));
    json.put("linkFollowedFrom", linkUse.map(LinkUse::lastAddress).orElse(null));
    json.put("linkLastFollowedAt", Answers.time(linkUse.map(LinkUse::lastAt)));
    json.put("round", delivery.progress().lastAttempt().round());
    json.put("attempt", delivery.progress().lastAttempt().number());
    json.set("waitsFor", waitState.waitsFor().map(WaitsFor::json).orElse(null));
    json.put("attemptsLeft", waitState.attemptsLeft().orElse(null));
    json.put("givesUpAt", Answers.time(waitState.givesUpAt()));
    return json;
  }

  /// The records about a delivery in the store of links.
  record Downloads(Optional<FileReceipt> receipt, List<IssuedLink> links) {}

  /// Returns a single delivery with the given attempts; `receipt` is null in JSON when it is empty.
  static ObjectNode single(
      Delivery delivery, WaitState waitState, Downloads downloads, List<Attempt> shown) {
    ObjectNode json = item(delivery, waitState);
    json.put("redeliveryOf", delivery.trace().copyOf().map(DeliveryId::value).orElse(null));
    ArrayNode copies = json.putArray("redeliveries");
    delivery.trace().copies().forEach(copy -> copies.add(copy.value()));
    json.set("receipt", downloads.receipt().map(given -> receipt(delivery, given)).orElse(null));
    LinkJson.add(json.putArray("links"), downloads.links(), delivery.trace().follows());
    ArrayNode attempts = json.putArray("attempts");
    shown.forEach(attempt -> attempts.add(attempt(delivery, attempt)));
    return json;
  }

  private static ObjectNode receipt(Delivery delivery, FileReceipt receipt) {
    return Answers.object()
        .put("at", Answers.time(receipt.at()))
        .put("fileSha256", receipt.sha256())
        .put("matches", delivery.hasSha256(receipt.sha256()).orElse(null));
  }

  private static ObjectNode attempt(Delivery delivery, Attempt attempt) {
    ObjectNode json = Answers.object();
    json.put("round", attempt.number().round());
    json.put("number", attempt.number().number());
    json.put("startedAt", Answers.time(attempt.startedAt()));
    json.put("durationMs", attempt.duration().toMillis());
    json.set("timings", timings(attempt.timings()));
    json.put("address", attempt.address().orElse(null));
    json.put("statusCode", status(attempt.statusCode()));
    json.put("outcome", attempt.outcome().name());
    json.put("reason", attempt.reason());
    json.put("answer", attempt.answer());
    ArrayNode headers = json.putArray("answerHeaders");
    attempt.answerHeaders().forEach(header -> add(headers, header.name(), header.value()));
    json.put("nextAttemptAt", Answers.time(attempt.nextAttemptAt()));
    json.set(
        "request", attempt.request().map(sent -> request(delivery, attempt, sent)).orElse(null));
    json.set("refusals", attempt.refusals().map(DeliveryJson::refusals).orElse(null));
    return json;
  }

  private static ObjectNode refusals(RefusalCheck check) {
    return Answers.object()
        .put("forgedStatus", status(check.forged()))
        .put("oldStatus", status(check.old()));
  }

  private static @Nullable Integer status(OptionalInt code) {
    return code.isPresent() ? code.getAsInt() : null;
  }

  private static ObjectNode request(Delivery delivery, Attempt attempt, SentRequest sent) {
    ObjectNode json = Answers.object();
    json.put("method", "POST");
    json.put("url", sent.url().toString());
    ArrayNode headers = json.putArray("headers");
    sent.headers(delivery.id(), attempt.startedAt())
        .forEach((name, value) -> add(headers, name, value));
    json.put("body", sent.body());
    ArrayNode signedWith = json.putArray("signedWith");
    sent.keyHints().forEach(signedWith::add);
    return json;
  }

  private static void add(ArrayNode headers, String name, String value) {
    headers.addObject().put("name", name).put("value", value);
  }

  private static ObjectNode timings(AttemptTimings timings) {
    return Answers.object()
        .put("resolveMs", millis(timings.resolve()))
        .put("connectMs", millis(timings.connect()))
        .put("tlsMs", millis(timings.tls()))
        .put("firstByteMs", millis(timings.firstByte()));
  }

  private static @Nullable Long millis(Optional<Duration> phase) {
    return phase.map(Duration::toMillis).orElse(null);
  }
}
