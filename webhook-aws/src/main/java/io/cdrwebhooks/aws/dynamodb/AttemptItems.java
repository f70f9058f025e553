package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.delivery.Attempt;
import io.cdrwebhooks.delivery.AttemptClaim;
import io.cdrwebhooks.delivery.AttemptNumber;
import io.cdrwebhooks.delivery.AttemptOutcome;
import io.cdrwebhooks.delivery.AttemptTimings;
import io.cdrwebhooks.delivery.DeliveryId;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// How an attempt is stored: an item of its own, so that deliveries stay small.
///
/// It has neither `taskId`, `configurationId` nor `createdAt`, so it stands in no index. What the
/// sort key says is said again in numbers, since the key has room for four digits each.
final class AttemptItems {
  /// The end of the lease under which it was made: tells apart two attempts of one number.
  static final String LEASED_UNTIL = "leasedUntil";

  private static final Comparator<AttemptNumber> IN_ORDER =
      Comparator.comparingInt(AttemptNumber::round).thenComparingInt(AttemptNumber::number);

  private AttemptItems() {}

  static Item key(DeliveryId delivery, AttemptNumber number) {
    String sortKey = String.format("attempt#%04d#%04d", number.round(), number.number());
    return new Item().set(DeliveryItems.ID, delivery.value()).set(DeliveryItems.ITEM, sortKey);
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
                DeliveryItems.EXPIRES_AT, attempt.startedAt().plus(DeliveryItems.KEPT));
    attempt.address().ifPresent(address -> item.set("address", address));
    attempt.statusCode().ifPresent(code -> item.set("statusCode", code));
    attempt.nextAttemptAt().ifPresent(at -> item.set("nextAttemptAt", at));
    AttemptTimings timings = attempt.timings();
    timings.resolve().ifPresent(took -> item.set("resolveMillis", took.toMillis()));
    timings.connect().ifPresent(took -> item.set("connectMillis", took.toMillis()));
    timings.tls().ifPresent(took -> item.set("tlsMillis", took.toMillis()));
    timings.firstByte().ifPresent(took -> item.set("firstByteMillis", took.toMillis()));
    return item;
  }

  /// The recorded attempts among the items of a delivery's partition, in the order they were made.
  ///
  /// One beyond the delivery's last attempt is not recorded: its writer died before, or is about
  /// to. One of an older round always is, whoever wrote it: nobody will make it again.
  static List<Attempt> recorded(List<Item> partition) {
    Optional<AttemptNumber> last =
        partition.stream()
            .filter(AttemptItems::isDelivery)
            .map(DeliveryItems::lastAttempt)
            .findFirst();
    return partition.stream()
        .filter(item -> !isDelivery(item))
        .map(AttemptItems::attempt)
        .filter(
            attempt ->
                last.filter(number -> IN_ORDER.compare(attempt.number(), number) <= 0).isPresent())
        .sorted(Comparator.comparing(Attempt::number, IN_ORDER))
        .toList();
  }

  private static boolean isDelivery(Item item) {
    return item.requiredText(DeliveryItems.ITEM).equals(DeliveryItems.DELIVERY);
  }

  private static Attempt attempt(Item item) {
    Optional<Long> statusCode = item.number("statusCode");
    return new Attempt(
        new AttemptNumber(
            Math.toIntExact(item.requiredNumber("round")),
            Math.toIntExact(item.requiredNumber("number"))),
        item.requiredInstant("startedAt"),
        Duration.ofMillis(item.requiredNumber("durationMillis")),
        new AttemptTimings(
            millis(item, "resolveMillis"),
            millis(item, "connectMillis"),
            millis(item, "tlsMillis"),
            millis(item, "firstByteMillis")),
        item.text("address"),
        statusCode.isPresent()
            ? OptionalInt.of(Math.toIntExact(statusCode.get()))
            : OptionalInt.empty(),
        AttemptOutcome.valueOf(item.requiredText("outcome")),
        item.text("reason").orElse(""),
        item.text("answer").orElse(""),
        item.instant("nextAttemptAt"));
  }

  private static Optional<Duration> millis(Item item, String name) {
    return item.number(name).map(Duration::ofMillis);
  }
}
