package io.cdrwebhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.testing.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// The contract for deliveries that are found by the name of their file.
public interface DeliveryNamesContract extends DeliveryStore {
  @Test
  default void fileIsFoundByItsNameInAnyCase() {
    String name = Samples.unique("CDR_Wholesale") + ".Zip";
    Delivery wanted = named(name, NOW);

    assertThat(deliveries().named(name, 20)).containsExactly(wanted);
    assertThat(deliveries().named(name.toUpperCase(Locale.ROOT), 20)).containsExactly(wanted);
  }

  @Test
  default void filesAreFoundByTheStartOfTheirNameTheLastNameFirst() {
    String start = Samples.unique("cdr");
    List<Delivery> wanted = new ArrayList<>();
    for (int number = 19; number >= 10; number--) {
      wanted.add(named(start + "-" + number + ".zip", NOW));
    }
    named("x" + start, NOW);

    assertThat(deliveries().named(start, 20)).containsExactlyElementsOf(wanted);
    assertThat(deliveries().named(start + "-15", 20)).containsExactly(wanted.get(4));
    assertThat(deliveries().named(start, 3)).containsExactlyElementsOf(wanted.subList(0, 3));
    assertThat(deliveries().named(start + "-2", 3)).isEmpty();
  }

  @Test
  default void exactNameComesFirstTheNewestFirst() {
    String name = Samples.unique("cdr");
    Delivery older = named(name, NOW);
    Delivery newer = named(name, NOW.plusMillis(1));
    for (int number = 10; number < 40; number++) {
      named(name + number, NOW);
    }

    List<Delivery> found = deliveries().named(name, 5);

    assertThat(found).hasSize(5).doesNotHaveDuplicates();
    assertThat(found).startsWith(newer, older);
    assertThat(found.get(2).report().fileName()).isEqualTo(name + 39);
  }

  @Test
  default void longNamesAreFoundAndTheirEndsCount() {
    // A letter of two bytes, whose small letter has three.
    String name = Samples.unique("cdr") + "\u023a".repeat(400);
    Delivery one = named(name + "-1", NOW);
    Delivery other = named(name + "-2", NOW);

    assertThat(deliveries().named(name, 20)).containsExactlyInAnyOrder(one, other);
    assertThat(deliveries().named(name + "-2", 20)).containsExactly(other);
  }

  @Test
  default void deliveryKeepsItsNameWhenItsStatusChanges() {
    String name = Samples.unique("cdr");
    Delivery held = recorded(standing(named(name), DeliveryStatus.HELD));
    Delivery restarted = restarted(held, NOW);

    assertThat(deliveries().named(name, 20)).containsExactly(restarted);
  }

  private Delivery named(String name, Instant createdAt) {
    return recorded(Samples.delivery(name, createdAt));
  }

  private static Delivery named(String name) {
    return Samples.delivery(name);
  }

  private static Delivery standing(Delivery delivery, DeliveryStatus status) {
    return Samples.with(delivery, DeliveryProgress.kept(status, "why"));
  }
}
