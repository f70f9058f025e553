package io.cdrwebhooks.aws.dynamodb.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.delivery.LinkFollow;
import io.cdrwebhooks.testing.Samples;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinkUseUpdateTest {
  private static final LinkFollow FOLLOW = Samples.follow(Samples.NOW, "203.0.113.7");

  @Test
  void mostUsesTakeTheFirstUpdateAndEveryUseTheLast() {
    assertThat(LinkUseUpdate.inOrder(FOLLOW, "writer"))
        .containsExactly(
            new LinkUseUpdate(FOLLOW, "writer", true, true),
            new LinkUseUpdate(FOLLOW, "writer", false, true),
            new LinkUseUpdate(FOLLOW, "writer", true, false),
            new LinkUseUpdate(FOLLOW, "writer", false, false));
  }

  @Test
  void expressionsUseExactlyTheGivenValues() {
    for (LinkUseUpdate update : all()) {
      String text = update.expression() + " " + update.condition();
      assertThat(text.replaceAll("[^:]*(:\\w+)[^:]*", "$1 ").strip().split(" "))
          .containsOnlyOnceElementsOf(List.of(":one"))
          .containsOnly(update.values().names().toArray(String[]::new));
    }
  }

  private static List<LinkUseUpdate> all() {
    List<LinkUseUpdate> all = new ArrayList<>(LinkUseUpdate.inOrder(FOLLOW, "writer"));
    all.addAll(LinkUseUpdate.inOrder(Samples.follow(Samples.NOW, ""), "writer"));
    return all;
  }
}
