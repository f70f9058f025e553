package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.answer.AnswerHeader;
import io.cdrwebhooks.answer.AttemptTimings;
import io.cdrwebhooks.answer.RefusalCheck;
import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.delivery.Attempt;
import io.cdrwebhooks.delivery.AttemptClaim;
import io.cdrwebhooks.delivery.AttemptNumber;
import io.cdrwebhooks.delivery.AttemptOutcome;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.PayloadDetails;
import io.cdrwebhooks.delivery.SentRequest;
import io.cdrwebhooks.delivery.WebhookPayload;
import io.cdrwebhooks.receiver.ReceiverUrl;
import io.cdrwebhooks.terms.PayloadVersion;
import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Converts attempts to and from items. Each attempt is a separate item, so that deliveries stay
/// small.
///
/// The item stores only the parts of the request that the delivery lacks, or that the next attempt
/// may change.
///
/// The item has neither `taskId`, `configurationId` nor `createdAt`, so no index contains it. It
/// repeats round and number as numbers, because the sort key has only four digits for each.
final class AttemptItems {
  /// The end of the attempt's lease. It distinguishes two attempts of one number.
  static final String LEASED_UNTIL = "leasedUntil";

  private static final String URL = "url";
  private static final String PAYLOAD_VERSION = "payloadVersion";
  private static final String REQUEST_HEADERS = "requestHeaders";
  private static final String KEY_HINTS = "keyHints";

  /// The headers of the answer, each as `name:value`. A name has no colon (RFC 9110, 5.1).
  private static final String ANSWER_HEADERS = "answerHeaders";

  /// The statuses of the answers to requests that the receiver must refuse; [#NO_ANSWER] if there
  /// was no answer. Attempts without these requests have neither attribute.
  private static final String FORGED_STATUS = "forgedStatus";

  private static final String OLD_STATUS = "oldStatus";
  private static final int NO_ANSWER = 0;

  private static final Comparator<AttemptNumber> IN_ORDER =
      Comparator.comparingInt(AttemptNumber::round).thenComparingInt(AttemptNumber::number);

  private AttemptItems() {}

  static Item key(DeliveryId delivery, AttemptNumber number) {
    String sortKey = "attempt#" + fourDigits(number.round()) + "#" + fourDigits(number.number());
    return new Item().set(DeliveryItems.ID, delivery.value()).set(DeliveryItems.ITEM, sortKey);
  }

  /// Returns the number with at least four digits, so that texts sort like numbers up to 9999.
  private static String fourDigits(int number) {
    String digits = Integer.toString(number);
    return "0".repeat(Math.max(0, 4 - digits.length())) + digits;
  }

  static Item item(AttemptClaim claim, Attempt attempt) {
    Item item =
        key(claim.delivery(), attempt.number())
            .set("round", attempt.number().round())
            .set("number", attempt.number().number())
            .set("startedAt", attempt.startedAt())
            .set("durationMillis", attempt.duration().toMillis())
            .set("outcome", attempt.outcome().name())
            .set("reason", attempt.reason())
            .set("answer", attempt.answer())
            .set(LEASED_UNTIL, claim.leasedUntil())
            .setEpochSeconds(
                DeliveryItems.EXPIRES_AT, attempt.startedAt().plus(Delivery.RETENTION));
    attempt.address().ifPresent(address -> item.set("address", address));
    attempt.statusCode().ifPresent(code -> item.set("statusCode", code));
    attempt.nextAttemptAt().ifPresent(at -> item.set("nextAttemptAt", at));
    setTimings(item, attempt.timings());
    attempt.request().ifPresent(sent -> setRequest(item, sent));
    attempt
        .refusals()
        .ifPresent(
            check ->
                item.set(FORGED_STATUS, check.forged().orElse(NO_ANSWER))
                    .set(OLD_STATUS, check.old().orElse(NO_ANSWER)));
    return item.setTexts(
        ANSWER_HEADERS,
        attempt.answerHeaders().stream()
            .map(header -> header.name() + ":" + header.value())
            .toList());
  }

  private static void setTimings(Item item, AttemptTimings timings) {
    timings.resolve().ifPresent(took -> item.set("resolveMillis", took.toMillis()));
    timings.connect().ifPresent(took -> item.set("connectMillis", took.toMillis()));
    timings.tls().ifPresent(took -> item.set("tlsMillis", took.toMillis()));
    timings.firstByte().ifPresent(took -> item.set("firstByteMillis", took.toMillis()));
  }

  private static void setRequest(Item item, SentRequest sent) {
    WebhookPayload payload = sent.payload();
    item.set(URL, sent.url().toString())
        .set("keys", sent.keys())
        .set("callbackUrl", payload.callbackUrl().toString())
        .set("validUntil", payload.validUntil())
        .set("taskName", payload.taskName())
        .setTexts(REQUEST_HEADERS, sent.gatewayHeaders())
        .setTexts(KEY_HINTS, sent.keyHints());
    DeliveryItems.setInspection(item, payload.inspection());
    if (payload.details().isPresent()) {
      item.set(PAYLOAD_VERSION, PayloadVersion.TWO.number());
    }
  }

  /// Reads the request; empty if an earlier version stored the attempt without it.
  private static Optional<SentRequest> request(Item item, Delivery delivery, AttemptNumber number) {
    PayloadVersion version =
        item.number(PAYLOAD_VERSION).map(PayloadVersion::of).orElse(PayloadVersion.ONE);
    return item.text(URL)
        .map(
            url ->
                new SentRequest(
                    new ReceiverUrl(URI.create(url)),
                    new WebhookPayload(
                        URI.create(item.requiredText("callbackUrl")),
                        item.requiredInstant("validUntil"),
                        delivery.report().fileName(),
                        delivery.sizeBytes(),
                        DeliveryItems.inspection(item, item.requiredNumber(DeliveryItems.LINES)),
                        item.text("taskName").orElse(""),
                        delivery.taskId(),
                        PayloadDetails.of(
                            version, delivery, number, item.requiredInstant("startedAt"))),
                    Math.toIntExact(item.requiredNumber("keys")),
                    item.texts(REQUEST_HEADERS),
                    item.texts(KEY_HINTS)));
  }

  /// Returns the recorded attempts among the items of a delivery's partition, in the order they
  /// were made.
  ///
  /// An attempt after the delivery's last one is not recorded yet: its writer has died before it
  /// updated the delivery, or is about to update it. An attempt of an older round always counts as
  /// recorded, because no worker makes it again.
  static List<Attempt> recorded(List<Item> partition) {
    return partition.stream()
        .filter(DeliveryItems::isDelivery)
        .map(DeliveryItems::delivery)
        .findFirst()
        .map(delivery -> recorded(partition, delivery))
        .orElse(List.of());
  }

  private static List<Attempt> recorded(List<Item> partition, Delivery delivery) {
    return partition.stream()
        .filter(item -> !DeliveryItems.isDelivery(item))
        .map(item -> attempt(item, delivery))
        .filter(
            attempt -> IN_ORDER.compare(attempt.number(), delivery.progress().lastAttempt()) <= 0)
        .sorted(Comparator.comparing(Attempt::number, IN_ORDER))
        .toList();
  }

  private static Attempt attempt(Item item, Delivery delivery) {
    Optional<Long> statusCode = item.number("statusCode");
    AttemptNumber number =
        new AttemptNumber(
            Math.toIntExact(item.requiredNumber("round")),
            Math.toIntExact(item.requiredNumber("number")));
    return new Attempt(
        number,
        item.requiredInstant("startedAt"),
        Duration.ofMillis(item.requiredNumber("durationMillis")),
        new AttemptTimings(
            millis(item, "resolveMillis"),
            millis(item, "connectMillis"),
            millis(item, "tlsMillis"),
            millis(item, "firstByteMillis")),
        item.text("address"),
        status(statusCode.orElse((long) NO_ANSWER)),
        AttemptOutcome.valueOf(item.requiredText("outcome")),
        item.text("reason").orElse(""),
        item.text("answer").orElse(""),
        item.instant("nextAttemptAt"),
        request(item, delivery, number),
        item.texts(ANSWER_HEADERS).stream().map(AttemptItems::answerHeader).toList(),
        item.number(FORGED_STATUS)
            .map(
                forged ->
                    new RefusalCheck(status(forged), status(item.requiredNumber(OLD_STATUS)))));
  }

  private static OptionalInt status(long stored) {
    return stored == NO_ANSWER ? OptionalInt.empty() : OptionalInt.of(Math.toIntExact(stored));
  }

  private static AnswerHeader answerHeader(String text) {
    int colon = text.indexOf(':');
    return new AnswerHeader(text.substring(0, colon), text.substring(colon + 1));
  }

  private static Optional<Duration> millis(Item item, String name) {
    return item.number(name).map(Duration::ofMillis);
  }
}
