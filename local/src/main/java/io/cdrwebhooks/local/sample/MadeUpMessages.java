package io.cdrwebhooks.local.sample;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SplittableRandom;

/// Writes fictional text messages of one day, in the order in which they were submitted. The same
/// seed and number give the same text.
///
/// Columns, separators and the weights of the messages' results are those of the reports under
/// `samples/`.
final class MadeUpMessages {
  static final String HEADER =
      "cdr_id;submit_time;done_time;customer;supplier;sender;receiver;mcc;mnc;parts;status;"
          + "error_code;price;cost;currency\n";

  private static final List<String> CUSTOMERS =
      List.of("acme-bank", "alpenpost", "city-parking", "nordic-retail");
  private static final List<String> SUPPLIERS = List.of("sup-ch-1", "sup-de-2", "sup-it-1");
  private static final List<String> SENDERS = List.of("ACME", "Alpenpost", "41791234567", "INFO");

  /// The beginning of a recipient's number, then its country and network. Seven digits complete the
  /// number.
  private static final List<List<String>> NETWORKS =
      List.of(
          List.of("4179", ";228;01;"),
          List.of("4176", ";228;02;"),
          List.of("49171", ";262;01;"),
          List.of("49172", ";262;02;"),
          List.of("3363", ";208;10;"),
          List.of("39347", ";222;01;"),
          List.of("38163", ";220;01;"),
          List.of("43664", ";232;01;"),
          List.of("44771", ";234;15;"));

  /// Some failure codes of GSM 03.40 and of SMPP, after the message's status.
  private static final List<String> FAILURES =
      List.of(
          "UNDELIV;1;",
          "UNDELIV;6;",
          "UNDELIV;9;",
          "UNDELIV;27;",
          "EXPIRED;32;",
          "EXPIRED;69;",
          "REJECTD;11;",
          "REJECTD;88;");

  /// The numbers of parts: four of five messages fit into one part.
  private static final List<Integer> PARTS = List.of(1, 1, 1, 1, 1, 1, 1, 1, 2, 3);

  private static final int DELIVERED_PERCENT = 92;

  /// The time in which messages are submitted. It omits a day's last ten seconds, so that every
  /// message is done on its day.
  private static final long DAY_MILLIS = Duration.ofHours(24).minusSeconds(10).toMillis();

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final SplittableRandom random;
  private final Instant day;
  private final long rows;
  private final long firstId;
  private long written;

  /// Creates the messages of the day before `exportedAt`, which is also the seed.
  MadeUpMessages(Instant exportedAt, long rows) {
    this.random = new SplittableRandom(exportedAt.toEpochMilli());
    this.day = exportedAt.truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(1));
    this.rows = rows;
    this.firstId = exportedAt.toEpochMilli() * 1_000;
  }

  boolean hasNext() {
    return written < rows;
  }

  /// Appends the next line, with its end.
  void appendNext(StringBuilder text) {
    long submitted = DAY_MILLIS * written / rows + random.nextLong(DAY_MILLIS / rows + 1);
    // Short delays are usual; messages to a telephone that is off take long.
    double way = random.nextDouble();
    text.append(firstId + written).append(';');
    appendTime(text, submitted);
    appendTime(text, submitted + 300 + (long) (way * way * 8_700));
    text.append(oneOf(CUSTOMERS)).append(';').append(oneOf(SUPPLIERS)).append(';');
    text.append(oneOf(SENDERS)).append(';');
    List<String> network = oneOf(NETWORKS);
    text.append(network.getFirst()).append(random.nextInt(1_000_000, 10_000_000));
    int parts = oneOf(PARTS);
    text.append(network.getLast()).append(parts).append(';');
    boolean delivered = random.nextInt(100) < DELIVERED_PERCENT;
    text.append(delivered ? "DELIVRD;0;" : oneOf(FAILURES));
    int price = parts * random.nextInt(3_700, 7_500);
    appendMoney(text, price);
    appendMoney(text, price * 4 / 5);
    text.append("EUR\n");
    written++;
  }

  private void appendTime(StringBuilder text, long millisOfDay) {
    TIME.formatTo(day.plusMillis(millisOfDay), text);
    text.append(';');
  }

  private static void appendMoney(StringBuilder text, int hundredThousandths) {
    text.append(BigDecimal.valueOf(hundredThousandths, 5).toPlainString()).append(';');
  }

  private <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
