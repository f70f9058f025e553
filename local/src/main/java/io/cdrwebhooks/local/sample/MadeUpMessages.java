package io.cdrwebhooks.local.sample;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SplittableRandom;

/// The records of made-up text messages, one day of them in the order in which they were submitted:
/// the same seed and number give the same text.
///
/// Columns, separators and the weights of what happens to a message are those of the reports under
/// `samples/`.
final class MadeUpMessages {
  static final String HEADER =
      "cdr_id;submit_time;done_time;customer;supplier;sender;receiver;mcc;mnc;parts;status;"
          + "error_code;price;cost;currency\n";

  private static final List<Customer> CUSTOMERS =
      List.of(
          new Customer("acme-bank", "ACME"),
          new Customer("alpenpost", "Alpenpost"),
          new Customer("city-parking", "41791234567"),
          new Customer("nordic-retail", "INFO"));
  private static final List<String> SUPPLIERS = List.of("sup-ch-1", "sup-de-2", "sup-it-1");
  private static final List<Network> NETWORKS =
      List.of(
          new Network("4179", 7, "228", "01", 5_200),
          new Network("4176", 7, "228", "02", 5_400),
          new Network("49171", 7, "262", "01", 7_100),
          new Network("49172", 7, "262", "02", 6_900),
          new Network("336", 8, "208", "10", 4_100),
          new Network("39347", 7, "222", "01", 4_800),
          new Network("38163", 7, "220", "01", 6_300),
          new Network("43664", 7, "232", "01", 4_600),
          new Network("4477", 8, "234", "15", 3_900));

  /// Some of the codes of GSM 03.40 and of SMPP, by what became of the message.
  private static final List<Ending> FAILURES =
      List.of(
          new Ending("UNDELIV", List.of("1", "6", "9", "27", "31")),
          new Ending("UNDELIV", List.of("1", "27")),
          new Ending("EXPIRED", List.of("32", "69")),
          new Ending("REJECTD", List.of("11", "88")));

  private static final int DELIVERED_PERCENT = 92;
  private static final int LONGEST_WAY_MILLIS = 8_700;
  private static final int SHORTEST_WAY_MILLIS = 300;

  /// What is submitted in the last seconds of a day is done the next day: there is no such message.
  private static final long DAY_MILLIS = Duration.ofHours(24).minusSeconds(10).toMillis();

  private final SplittableRandom random;
  private final String day;
  private final long rows;
  private final long firstId;
  private long written;

  private record Customer(String name, String sender) {}

  /// `priceOfPart` in 1/100,000 of the currency.
  private record Network(String prefix, int moreDigits, String mcc, String mnc, int priceOfPart) {}

  private record Ending(String status, List<String> codes) {}

  /// The messages of the day before `exportedAt`, which is also the seed.
  MadeUpMessages(Instant exportedAt, long rows) {
    this.random = new SplittableRandom(exportedAt.toEpochMilli());
    this.day = LocalDate.ofInstant(exportedAt, ZoneOffset.UTC).minusDays(1).toString();
    this.rows = rows;
    this.firstId = exportedAt.toEpochMilli() * 1_000;
  }

  boolean hasNext() {
    return written < rows;
  }

  /// Appends the next line, with its end.
  void appendNext(StringBuilder text) {
    long slot = DAY_MILLIS / rows;
    long submitted = DAY_MILLIS * written / rows + random.nextLong(slot + 1);
    // Short messages are quick, the wait for a telephone that is off is not.
    double way = random.nextDouble();
    long done = submitted + SHORTEST_WAY_MILLIS + (long) (way * way * LONGEST_WAY_MILLIS);
    text.append(firstId + written).append(';');
    appendTime(text, submitted);
    appendTime(text, done);
    Customer customer = oneOf(CUSTOMERS);
    text.append(customer.name()).append(';').append(oneOf(SUPPLIERS)).append(';');
    text.append(customer.sender()).append(';');
    appendReceiverToCost(text, oneOf(NETWORKS));
    text.append("EUR\n");
    written++;
  }

  private void appendReceiverToCost(StringBuilder text, Network network) {
    text.append(network.prefix());
    for (int i = 0; i < network.moreDigits(); i++) {
      text.append((char) ('0' + random.nextInt(10)));
    }
    int parts = parts();
    text.append(';').append(network.mcc()).append(';').append(network.mnc()).append(';');
    text.append(parts).append(';');
    appendEnding(text);
    int price = parts * (network.priceOfPart() + random.nextInt(-400, 401));
    appendMoney(text, price);
    appendMoney(text, price * 4 / 5);
  }

  /// Four of five messages fit into one part.
  private int parts() {
    int percent = random.nextInt(100);
    return percent < 80 ? 1 : percent < 95 ? 2 : 3;
  }

  private void appendEnding(StringBuilder text) {
    if (random.nextInt(100) < DELIVERED_PERCENT) {
      text.append("DELIVRD;0;");
    } else {
      Ending ending = oneOf(FAILURES);
      text.append(ending.status()).append(';').append(oneOf(ending.codes())).append(';');
    }
  }

  /// RFC 3339 with milliseconds. Written by hand: a formatter would take most of the time.
  private void appendTime(StringBuilder text, long millisOfDay) {
    text.append(day).append('T');
    appendDigits(text, millisOfDay / 3_600_000, 2);
    text.append(':');
    appendDigits(text, millisOfDay / 60_000 % 60, 2);
    text.append(':');
    appendDigits(text, millisOfDay / 1_000 % 60, 2);
    text.append('.');
    appendDigits(text, millisOfDay % 1_000, 3);
    text.append("Z;");
  }

  private static void appendMoney(StringBuilder text, int hundredThousandths) {
    text.append(hundredThousandths / 100_000).append('.');
    appendDigits(text, hundredThousandths % 100_000, 5);
    text.append(';');
  }

  private static void appendDigits(StringBuilder text, long number, int digits) {
    long divisor = 1;
    for (int i = 1; i < digits; i++) {
      divisor *= 10;
    }
    for (; divisor > 0; divisor /= 10) {
      text.append((char) ('0' + number / divisor % 10));
    }
  }

  private <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
