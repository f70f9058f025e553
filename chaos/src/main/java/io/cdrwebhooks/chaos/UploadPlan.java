package io.cdrwebhooks.chaos;

import io.cdrwebhooks.chaos.world.Recipient;
import io.cdrwebhooks.chaos.world.Recipient.Part;
import io.cdrwebhooks.chaos.world.Report;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// Which reports are uploaded when, and for whom; the same for the same seed.
final class UploadPlan {
  /// When nobody is killed for a while, so that healthy reports can be measured; once more after
  /// the time of faults, with what is then uploaded beyond it.
  static final double CALM = 0.4;

  private static final double UPLOADED_AGAIN = 0.05;
  private static final double FIRST_CALM_SHARE = 0.3;
  private static final double LAST_CALM_SHARE = 0.5;
  private static final Duration LONGEST_CALM = Duration.ofSeconds(12);

  private final ChaosSettings settings;
  private final Dice dice;

  UploadPlan(ChaosSettings settings, Dice dice) {
    this.settings = settings;
    this.dice = dice;
  }

  /// How long one calm lasts.
  static Duration calm(Duration faultsLast) {
    Duration part = faultsLast.dividedBy(5);
    return part.compareTo(LONGEST_CALM) < 0 ? part : LONGEST_CALM;
  }

  List<Report> reports(List<Recipient> recipients) {
    List<Report> reports = new ArrayList<>();
    Map<Recipient, List<Report>> earlier = new HashMap<>();
    for (int number = 1; number <= settings.reports(); number++) {
      Recipient recipient = recipient(number, recipients);
      Report report = first(number, recipient);
      List<Report> same = earlier.computeIfAbsent(recipient, any -> new ArrayList<>());
      if (recipient.part() == Part.ORDINARY
          && !same.isEmpty()
          && dice.happens(UPLOADED_AGAIN, "again", number)) {
        report = again(number, same.removeFirst());
      } else {
        same.add(report);
      }
      reports.add(report);
    }
    reports.sort(Comparator.comparing(Report::at));
    return reports;
  }

  private Recipient recipient(int number, List<Recipient> recipients) {
    Part part = part(number);
    List<Recipient> candidates = recipients.stream().filter(r -> r.part() == part).toList();
    return candidates.get(dice.pick(candidates.size(), "recipient", number));
  }

  /// Shares of a hundred: a quarter for the dead one, a tenth for the healthy one, the most for the
  /// ordinary ones, and a few in all that are never accepted.
  private static Part part(int number) {
    int slot = number % 100;
    if (number == 60 || number == 90 || (slot == 99 && number < 600)) {
      return Part.NEVER;
    }
    if (slot < 25) {
      return Part.DEAD;
    }
    if (slot < 37) {
      return Part.HEALTHY;
    }
    if (slot < 42) {
      return Part.GONE;
    }
    if (slot < 47) {
      return Part.FLIPPING;
    }
    return slot < 52 ? Part.TLS : Part.ORDINARY;
  }

  private Report first(int number, Recipient recipient) {
    String fileName =
        number % 10 == 0 ? "tx %05d \u00e4+.zip".formatted(number) : "tx%05d.zip".formatted(number);
    int lines = 1 + dice.pick(40, "lines", number);
    OptionalLong told =
        dice.happens(0.5, "told", number) ? OptionalLong.of(lines + 1_000) : OptionalLong.empty();
    return new Report(number, recipient, fileName, 1, at(number, recipient.part()), lines, told);
  }

  private Report again(int number, Report before) {
    int lines = 1 + dice.pick(40, "lines", number);
    return new Report(
        number,
        before.recipient(),
        before.fileName(),
        before.version() + 1,
        before.at().plusSeconds(3),
        lines,
        OptionalLong.empty());
  }

  private Duration at(int number, Part part) {
    double roll = dice.roll("at", number);
    return switch (part) {
      case DEAD -> share(0.2 * roll);
      case NEVER -> share(0.05 * roll);
      case TLS -> share(0.3 * roll);
      case HEALTHY -> healthy(number, roll);
      case FLIPPING, GONE, ORDINARY -> share(roll);
    };
  }

  private Duration healthy(int number, double roll) {
    double within = dice.roll("within", number);
    Duration calm = calm(settings.faultsLast());
    if (roll < LAST_CALM_SHARE) {
      return settings.faultsLast().plusMillis(Math.round(calm.toMillis() * within));
    }
    return roll < LAST_CALM_SHARE + FIRST_CALM_SHARE
        ? share(CALM).plusMillis(Math.round(calm.toMillis() * (0.3 + 0.6 * within)))
        : share(within);
  }

  private Duration share(double part) {
    return Duration.ofMillis(Math.round(settings.faultsLast().toMillis() * part));
  }
}
