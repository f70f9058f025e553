package io.cdrwebhooks.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FigureTest {
  private static final Figure FIGURE = Figure.of("speed", "/s", List.of(300.0, 100.0, 200.0));

  @Test
  void medianDecidesWhetherATargetIsMet() {
    assertThat(FIGURE.atLeast(200).line(5)).endsWith(">= 200     pass");
    assertThat(FIGURE.atLeast(201).line(5)).endsWith(">= 201     FALLS SHORT");
    assertThat(FIGURE.atMost(200).line(5)).endsWith("<= 200     pass");
    assertThat(FIGURE.atMost(199).line(5)).endsWith("<= 199     FALLS SHORT");
  }

  @Test
  void highestRunIsASeparateFigure() {
    assertThat(FIGURE.highest()).isEqualTo(Figure.of("speed, highest", "/s", List.of(300.0)));
  }
}
