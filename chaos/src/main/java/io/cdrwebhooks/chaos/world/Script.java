package io.cdrwebhooks.chaos.world;

import io.cdrwebhooks.chaos.world.Recipient.Part;
import java.util.EnumSet;
import java.util.List;

/// Decides a receiver's reaction to the n-th request about a report. The decisions are the same for
/// the same seed.
public record Script(Dice dice) {
  /// A receiver accepts each later request, so that every delivery can still arrive.
  private static final int MAX_BAD = 6;

  private static final double BAD_SHARE = 0.4;

  /// Few of the bad reactions take the whole 15 s of an exchange.
  private static final double SLOW_SHARE = 0.1;

  private static final List<Behaviour> QUICK =
      List.copyOf(EnumSet.range(Behaviour.ANSWER_500, Behaviour.TRUNCATED_200));
  private static final List<Behaviour> SLOW =
      List.copyOf(EnumSet.range(Behaviour.DRIP_FOR_EVER, Behaviour.NEVER_ANSWER));

  /// Returns the reaction to a request; `number` counts from 1.
  Behaviour behaviour(PlannedReport report, int number) {
    if (report.recipient().part() != Part.ORDINARY
        || number > MAX_BAD
        || !dice.happens(BAD_SHARE, "bad", report.number(), number)) {
      return Behaviour.ACCEPT;
    }
    List<Behaviour> bad = dice.happens(SLOW_SHARE, "slow", report.number(), number) ? SLOW : QUICK;
    return bad.get(dice.pick(bad.size(), "behaviour", report.number(), number));
  }
}
