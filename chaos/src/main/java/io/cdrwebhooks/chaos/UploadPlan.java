package io.cdrwebhooks.chaos;

import io.cdrwebhooks.chaos.world.Dice;
import io.cdrwebhooks.chaos.world.PlannedReport;
import io.cdrwebhooks.chaos.world.Recipient;
import io.cdrwebhooks.chaos.world.Recipient.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// Plans the uploads: which report, when, and for which receiver. The same seed gives the same
/// plan.
record UploadPlan(ChaosSettings settings, Dice dice) {
  private static final double UPLOADED_AGAIN = 0.05;

  List<PlannedReport> reports(List<Recipient> recipients) {
    List<PlannedReport> reports = new ArrayList<>();
    Map<Recipient, List<PlannedReport>> earlier = new HashMap<>();
    for (int number = 1; number <= settings.reports(); number++) {
      Recipient recipient = recipient(number, recipients);
      List<PlannedReport> same = earlier.computeIfAbsent(recipient, _ -> new ArrayList<>());
      boolean again =
          recipient.part() == Part.ORDINARY
              && !same.isEmpty()
              && dice.happens(UPLOADED_AGAIN, "again", number);
      PlannedReport report = again ? again(number, same.removeFirst()) : first(number, recipient);
      if (!again) {
        same.add(report);
      }
      reports.add(report);
    }
    reports.sort(Comparator.comparing(PlannedReport::at));
    return reports;
  }

  private Recipient recipient(int number, List<Recipient> recipients) {
    Part part = part(number);
    List<Recipient> candidates = recipients.stream().filter(r -> r.part() == part).toList();
    return candidates.get(dice.pick(candidates.size(), "recipient", number));
  }

  /// Returns the receiver of a report: a quarter go to the dead receiver, a twentieth to the gone
  /// one, a few in all to the one that never accepts, and the others to the ordinary ones.
  private static Part part(int number) {
    int slot = number % 100;
    if (number == 60 || number == 90 || (slot == 99 && number < 600)) {
      return Part.NEVER;
    }
    if (slot < 25) {
      return Part.DEAD;
    }
    return slot < 30 ? Part.GONE : Part.ORDINARY;
  }

  private PlannedReport first(int number, Recipient recipient) {
    String fileName =
        number % 10 == 0 ? "tx %05d \u00e4+.zip".formatted(number) : "tx%05d.zip".formatted(number);
    int lines = lines(number);
    OptionalLong statedLines =
        dice.happens(0.5, "told", number) ? OptionalLong.of(lines + 1_000) : OptionalLong.empty();
    return new PlannedReport(
        number, recipient, fileName, 1, at(number, recipient.part()), lines, statedLines);
  }

  private PlannedReport again(int number, PlannedReport before) {
    return new PlannedReport(
        number,
        before.recipient(),
        before.fileName(),
        before.version() + 1,
        before.at().plusSeconds(3),
        lines(number),
        OptionalLong.empty());
  }

  private int lines(int number) {
    return 1 + dice.pick(40, "lines", number);
  }

  private Duration at(int number, Part part) {
    double within =
        switch (part) {
          case DEAD -> 0.2;
          case NEVER -> 0.05;
          case GONE, ORDINARY -> 1;
        };
    double share = within * dice.roll("at", number);
    return Duration.ofMillis(Math.round(settings.faultsLast().toMillis() * share));
  }
}
