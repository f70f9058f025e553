package io.cdrwebhooks.chaos;

import io.cdrwebhooks.chaos.world.Dice;
import io.cdrwebhooks.chaos.world.PlannedReport;
import io.cdrwebhooks.chaos.world.Recipient;
import io.cdrwebhooks.chaos.world.Recipient.Part;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Plans the uploads: which report, when, and for which receiver.
record UploadPlan(ChaosSettings settings, Dice dice, List<Recipient> recipients) {
  /// Returns the reports in the order of their uploads, the same for the same seed.
  static List<PlannedReport> of(ChaosSettings settings, Dice dice, List<Recipient> recipients) {
    UploadPlan plan = new UploadPlan(settings, dice, recipients);
    return IntStream.rangeClosed(1, settings.reports())
        .mapToObj(plan::report)
        .sorted(Comparator.comparing(PlannedReport::at))
        .toList();
  }

  private PlannedReport report(int number) {
    Part part = part(number);
    List<Recipient> candidates = recipients.stream().filter(r -> r.part() == part).toList();
    Recipient recipient = candidates.get(dice.pick(candidates.size(), "recipient", number));
    double within = part == Part.DEAD ? 0.2 : 1;
    double share = within * dice.roll("at", number);
    long atMillis = Math.round(settings.faultsLast().toMillis() * share);
    return new PlannedReport(number, recipient, Duration.ofMillis(atMillis));
  }

  /// A quarter of the reports go to the dead receiver, and a twentieth to the gone one.
  private static Part part(int number) {
    int slot = number % 100;
    if (slot < 25) {
      return Part.DEAD;
    }
    return slot < 30 ? Part.GONE : Part.ORDINARY;
  }
}
