package io.cdrwebhooks.chaos.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.chaos.Recipients;
import io.cdrwebhooks.chaos.world.Recipient.Part;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScriptTest {
  private static final int MANY = 3_000;

  private static PlannedReport report(int number, Part part) {
    return new PlannedReport(
        number,
        Recipients.of(part),
        "tx" + number + ".zip",
        1,
        Duration.ZERO,
        1,
        OptionalLong.empty());
  }

  private static List<Behaviour> first13(Script script, PlannedReport report) {
    return IntStream.rangeClosed(1, 13).mapToObj(i -> script.behaviour(report, i)).toList();
  }

  @Test
  void sameSeedGivesTheSameScript() {
    for (int i = 0; i < 100; i++) {
      PlannedReport report = report(i, Part.ORDINARY);
      assertThat(first13(new Script(new Dice(1)), report))
          .isEqualTo(first13(new Script(new Dice(1)), report));
    }
  }

  @Test
  void everyReportIsAcceptedAfterAtMostSixBadAnswers() {
    Script script = new Script(new Dice(2));
    for (int i = 0; i < MANY; i++) {
      List<Behaviour> answers = first13(script, report(i, Part.ORDINARY));
      long bad = answers.stream().filter(answer -> !answer.accepts()).count();
      assertThat(bad).isLessThanOrEqualTo(Script.MAX_COUNT);
      assertThat(answers.subList((int) bad, 13)).allMatch(Behaviour::accepts);
    }
  }

  @Test
  void everyBehaviourOccursExcept410() {
    Script script = new Script(new Dice(3));
    Set<Behaviour> seen = EnumSet.noneOf(Behaviour.class);
    for (int i = 0; i < MANY; i++) {
      seen.addAll(first13(script, report(i, Part.ORDINARY)));
    }
    assertThat(seen).isEqualTo(EnumSet.complementOf(EnumSet.of(Behaviour.ANSWER_410)));
  }

  @Test
  void recoveredReceiverAcceptsAndTheDeadOneNeverDoes() {
    Script script = new Script(new Dice(4));
    assertThat(first13(script, report(1, Part.DEAD))).allMatch(Behaviour::accepts);
    assertThat(first13(script, report(1, Part.NEVER))).noneMatch(Behaviour::accepts);
  }
}
