package io.cdrwebhooks.aws.dynamodb.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.aws.dynamodb.trace.LinkUseUpdate.Adding;
import io.cdrwebhooks.delivery.LinkFollow;
import io.cdrwebhooks.testing.Samples;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LinkUseUpdateTest {
  private static final LinkFollow FOLLOW = Samples.follow(Samples.NOW, "203.0.113.7");
  private static final LinkUseUpdate USUAL =
      new LinkUseUpdate(FOLLOW, "writer", true, Adding.IF_ROOM);

  @Test
  void useOfAPendingDeliveryTakesOneMoreUpdate() {
    assertThat(USUAL.insteadFor(stored("PENDING", 19))).containsExactly(with(false, Adding.YES));
    assertThat(USUAL.insteadFor(stored("PENDING", 20))).containsExactly(with(false, Adding.NO));
  }

  @Test
  void useWithoutRoomStillEndsTheCheckOfTheLink() {
    assertThat(USUAL.insteadFor(stored("DELIVERED", 20)))
        .containsExactly(with(true, Adding.NO), with(false, Adding.NO));
  }

  @Test
  void useIsRecordedEvenIfTheRefusalSaysNothing() {
    assertThat(USUAL.insteadFor(Optional.empty()))
        .containsExactly(
            with(false, Adding.IF_ROOM), with(true, Adding.NO), with(false, Adding.NO));
  }

  @Test
  void everyValueIsUsedAndEveryUsedValueIsThere() {
    for (LinkFollow follow : List.of(FOLLOW, Samples.follow(Samples.NOW, ""))) {
      for (Adding adding : Adding.values()) {
        for (boolean delivered : new boolean[] {true, false}) {
          LinkUseUpdate update = new LinkUseUpdate(follow, "writer", delivered, adding);
          String text = update.expression() + " " + update.condition();
          assertThat(text.replaceAll("[^:]*(:\\w+)[^:]*", "$1 ").strip().split(" "))
              .containsOnlyOnceElementsOf(List.of(":one"))
              .containsOnly(update.values().names().toArray(String[]::new));
        }
      }
    }
  }

  private static LinkUseUpdate with(boolean delivered, Adding adding) {
    return new LinkUseUpdate(FOLLOW, "writer", delivered, adding);
  }

  private static Optional<Item> stored(String status, int follows) {
    return Optional.of(
        new Item()
            .set("status", status)
            .setTexts(TraceItems.FOLLOWS, Collections.nCopies(follows, TraceItems.text(FOLLOW))));
  }
}
