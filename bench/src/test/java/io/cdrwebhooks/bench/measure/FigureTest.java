package io.cdrwebhooks.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
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
  void rankIsAMeasuredValue() {
    double[] hundred = IntStream.rangeClosed(1, 100).asDoubleStream().toArray();

    assertThat(Figure.rank(hundred, 0.5)).isEqualTo(50);
    assertThat(Figure.rank(hundred, 0.99)).isEqualTo(99);
    assertThat(Figure.rank(new double[] {7}, 0.01)).isEqualTo(7);
  }
}
