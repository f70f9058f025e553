package io.cdrwebhooks.chaos.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DiceTest {
  @Test
  void answersDoNotDependOnTheOrderOfQuestions() {
    Dice dice = new Dice(7);
    double first = dice.roll("a", 1);
    IntStream.range(0, 100).forEach(i -> dice.roll("something else", i));
    assertThat(dice.roll("a", 1)).isEqualTo(first);
    assertThat(new Dice(7).roll("a", 1)).isEqualTo(first);
  }

  @Test
  void seedAndQuestionDecideTheAnswer() {
    assertThat(new Dice(8).roll("a", 1)).isNotEqualTo(new Dice(7).roll("a", 1));
    assertThat(new Dice(7).roll("a", 2)).isNotEqualTo(new Dice(7).roll("a", 1));
    assertThat(new Dice(7).roll("a1")).isNotEqualTo(new Dice(7).roll("a", 1));
  }

  @Test
  void answersHaveTheRequestedProbability() {
    Dice dice = new Dice(3);
    long happened = IntStream.range(0, 10_000).filter(i -> dice.happens(0.1, "x", i)).count();
    assertThat(happened).isBetween(900L, 1_100L);
  }
}
