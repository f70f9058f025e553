package io.cdrwebhooks.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.Routing;
import io.cdrwebhooks.configuration.TaskRoutings;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryLists.StatusShard;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.Trace;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.testing.Samples;
import io.cdrwebhooks.work.RecoverySelection.Part;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecoverySelectionTest {
  private final ConfigurationId target = Samples.configurationId();
  private final Map<TaskId, TaskRoutings> routings = new HashMap<>();

  @ParameterizedTest
  @EnumSource(names = {"FAILED", "HELD"})
  void failedOrHeldDeliveryIsSelectedForAnyRoute(DeliveryStatus status) {
    Delivery failed = delivery(Optional.of(target), status);
    route(failed, Samples.configurationId());

    assertThat(selection().includes(failed)).isTrue();
  }

  @Test
  void failedDeliveryOfAnotherConfigurationIsNotSelected() {
    Delivery failed = delivery(Optional.of(Samples.configurationId()), DeliveryStatus.FAILED);
    route(failed, target);

    assertThat(selection().includes(failed)).isFalse();
  }

  @Test
  void unroutedDeliveryIsSelectedOnceItsTaskRoutesThere() {
    Delivery unrouted = delivery(Optional.empty(), DeliveryStatus.UNROUTED);

    assertThat(selection().includes(unrouted)).isFalse();
    route(unrouted, target);
    assertThat(selection().includes(unrouted)).isTrue();
  }

  @Test
  void laterConfigurationOfItsTaskNeverTakesAnUnroutedDelivery() {
    Delivery unrouted = delivery(Optional.empty(), DeliveryStatus.UNROUTED);

    route(unrouted, Samples.configurationId());
    route(unrouted, target);
    assertThat(selection().includes(unrouted)).isFalse();
  }

  /// It was recorded after its task had been deleted and created again for another configuration.
  @Test
  void uploadTimeDecidesTheOwnerOfAnUnroutedDelivery() {
    ConfigurationId earlier = Samples.configurationId();
    Delivery unrouted = delivery(Optional.empty(), DeliveryStatus.UNROUTED);
    Instant uploadedAt = unrouted.createdAt().minusSeconds(3_600);
    Delivery late =
        Samples.with(
            unrouted,
            new Delivery.Upload(
                unrouted.report(), uploadedAt, unrouted.sizeBytes(), unrouted.inspection()));
    routings.put(
        late.taskId(),
        TaskRoutings.NONE
            .then(new Routing.To(earlier), uploadedAt.plusSeconds(300))
            .then(new Routing.NoTask(), uploadedAt.plusSeconds(1_800))
            .then(new Routing.To(target), late.createdAt().plusSeconds(3_600)));

    assertThat(selection().includes(late)).isFalse();
    assertThat(new RecoverySelection(earlier, routings::get).includes(late)).isTrue();
  }

  /// A page has many reports of the same tasks.
  @Test
  void routingsOfATaskAreReadOnce() {
    AtomicInteger reads = new AtomicInteger();
    RecoverySelection counted =
        new RecoverySelection(
            target,
            _ -> {
              reads.incrementAndGet();
              return TaskRoutings.NONE;
            });
    Delivery unrouted = delivery(Optional.empty(), DeliveryStatus.UNROUTED);
    for (int i = 0; i < 5; i++) {
      assertThat(counted.includes(unrouted)).isFalse();
    }
    assertThat(reads).hasValue(1);
  }

  @Test
  void deliveredOrPendingReportIsNotSelected() {
    Delivery delivery = delivery(Optional.of(target), DeliveryStatus.DELIVERED);
    route(delivery, target);
    Delivery pending = Samples.with(delivery, DeliveryProgress.pending(Samples.NOW), target);

    assertThat(selection().includes(delivery)).isFalse();
    assertThat(selection().includes(pending)).isFalse();
  }

  @Test
  void failedTestIsNotSelected() {
    Delivery test = Samples.ofSample(delivery(Optional.of(target), DeliveryStatus.FAILED));

    assertThat(selection().includes(test)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"FAILED", "HELD", "UNROUTED"})
  void deliveryThatWasSentAgainUnderAnotherIdIsNotSelected(DeliveryStatus status) {
    boolean routed = status != DeliveryStatus.UNROUTED;
    Delivery left = delivery(Optional.of(target).filter(_ -> routed), status);
    route(left, target);
    Trace sentAgain = new Trace(Optional.empty(), List.of(Samples.delivery().id()), List.of());

    assertThat(selection().includes(left)).isTrue();
    assertThat(selection().includes(left.traced(sentAgain))).isFalse();
  }

  @Test
  void copyThatFailedIsSelected() {
    Delivery copy =
        delivery(Optional.of(target), DeliveryStatus.FAILED)
            .traced(new Trace(Optional.of(Samples.delivery().id()), List.of(), List.of()));

    assertThat(selection().includes(copy)).isTrue();
  }

  /// A running recovery of an earlier version has stored a position among these.
  @Test
  void partsKeepTheirOrder() {
    List<Part> places = new ArrayList<>();
    places.addAll(shards(DeliveryStatus.FAILED, Optional.of(target)));
    places.addAll(shards(DeliveryStatus.UNROUTED, Optional.empty()));
    places.add(new Part.Waiting());

    assertThat(selection().parts(false)).isEqualTo(places);
    places.addAll(shards(DeliveryStatus.HELD, Optional.of(target)));
    assertThat(selection().parts(true)).isEqualTo(places);
  }

  private static List<Part.Listed> shards(
      DeliveryStatus status, Optional<ConfigurationId> configuration) {
    return StatusShard.all(status, configuration).stream().map(Part.Listed::new).toList();
  }

  private RecoverySelection selection() {
    return new RecoverySelection(target, task -> routings.getOrDefault(task, TaskRoutings.NONE));
  }

  /// Gives the task to a configuration, some time later.
  private void route(Delivery delivery, ConfigurationId to) {
    TaskRoutings before = routings.getOrDefault(delivery.taskId(), TaskRoutings.NONE);
    Instant later = delivery.createdAt().plusSeconds(60L * (1 + before.history().size()));
    routings.put(delivery.taskId(), before.then(new Routing.To(to), later));
  }

  private static Delivery delivery(Optional<ConfigurationId> configuration, DeliveryStatus status) {
    return Samples.with(Samples.delivery(), DeliveryProgress.kept(status, ""), configuration);
  }
}
