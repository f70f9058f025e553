package io.cdrwebhooks.chaos.world;

import io.cdrwebhooks.chaos.world.Recipient.Part;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Decides a receiver's reaction to the n-th request about a report. The decisions are the same for
/// the same seed.
///
/// An ordinary receiver misbehaves at most [#MAX_COUNT] times about one report, so that every
/// delivery can still arrive.
public record Script(Dice dice) {
  /// The most bad answers about one report, well below the attempts of a delivery.
  public static final int MAX_COUNT = 6;

  /// The shares of reports with at least one bad answer, at least two, and so on.
  private static final double[] AT_LEAST = {0.55, 0.30, 0.17, 0.09, 0.05, 0.02};

  private static final int QUICK_WEIGHT = 4;

  private static final List<Behaviour> GOOD =
      List.of(
          Behaviour.ACCEPT,
          Behaviour.ACCEPT,
          Behaviour.ACCEPT,
          Behaviour.ACCEPT_WITHOUT_CONTENT,
          Behaviour.ACCEPT_SLOWLY);
  private static final List<Behaviour> BAD = bad();

  /// Returns the reaction to a request; `number` counts from 1.
  public Behaviour behaviour(PlannedReport report, int number) {
    if (report.recipient().part() == Part.NEVER) {
      return Behaviour.ANSWER_500;
    }
    if (report.recipient().part() != Part.ORDINARY) {
      return Behaviour.ACCEPT;
    }
    List<Behaviour> from = number <= badAnswers(report) ? BAD : GOOD;
    return from.get(dice.pick(from.size(), "behaviour", report.label(), number));
  }

  private int badAnswers(PlannedReport report) {
    double roll = dice.roll("bad answers", report.label());
    int answers = 0;
    while (answers < MAX_COUNT && roll < AT_LEAST[answers]) {
      answers++;
    }
    return answers;
  }

  /// Returns the bad reactions by weight. Reactions that take the whole 15 s are rare.
  private static List<Behaviour> bad() {
    List<Behaviour> bad = new ArrayList<>();
    for (Behaviour behaviour : Behaviour.values()) {
      int weight =
          switch (behaviour) {
            case DRIP_FOR_EVER, READ_SLOWLY, NEVER_ANSWER -> 1;
            case ANSWER_410 -> 0;
            default -> behaviour.accepts() ? 0 : QUICK_WEIGHT;
          };
      bad.addAll(Collections.nCopies(weight, behaviour));
    }
    return List.copyOf(bad);
  }
}
