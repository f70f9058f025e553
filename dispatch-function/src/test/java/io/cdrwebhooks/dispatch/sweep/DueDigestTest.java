package io.cdrwebhooks.dispatch.sweep;

import static io.cdrwebhooks.dispatch.DispatchSystem.CONFIGURATION;
import static io.cdrwebhooks.dispatch.DispatchSystem.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.dispatch.CallWatch.Call;
import io.cdrwebhooks.dispatch.DispatchSystem;
import io.cdrwebhooks.dispatch.TestEvents;
import io.cdrwebhooks.notice.Digests;
import io.cdrwebhooks.notice.Notice;
import io.cdrwebhooks.notice.Notices;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Tests that people get at most one notice of a configuration's deliveries in an hour, and that no
/// delivery is missing from it.
class DueDigestTest {
  @AutoClose private final DigestFixture digests = new DigestFixture();
  private final DispatchSystem system = digests.system;

  @Test
  void fiveHundredUnusedLinksGiveOneNotice() throws IOException {
    digests.unusedLinks(500, CONFIGURATION);

    digests.pass(Duration.ofHours(3));

    assertThat(system.notices).filteredOn(Notice.LinkUnused.class::isInstance).hasSize(500);
    Notice.DeliveryDigest digest = digests.only();
    assertThat(digest.digest().unused()).isEqualTo(500);
    assertThat(digest.digest().failed()).isZero();
    assertThat(digest.digest().since()).isBetween(START, START.plusSeconds(600));
    assertThat(digest.name()).isEqualTo("Receiver");
    assertThat(system.deliveries.find(digest.digest().latest())).isPresent();
    assertThat(system.digests.all()).isEmpty();
  }

  @Test
  void failedDeliveryIsInTheDigestWithItsReason() throws IOException {
    system.receiver.answer(500, "down");
    assertThat(system.invoke(TestEvents.event(system.put("tx.zip", "v1", Map.of())))).isEmpty();
    for (int attempt = 2; attempt <= 13; attempt++) {
      system.nextAttempt();
    }

    digests.pass(Duration.ofHours(2));

    assertThat(digests.only().digest().failed()).isEqualTo(1);
    assertThat(digests.only().digest().latest()).isEqualTo(system.delivery().id());
    assertThat(digests.only().digest().reason())
        .isEqualTo("the last attempt failed: the receiver answered 500");
  }

  @Test
  void noticesOfOneConfigurationAreAnHourApart() throws IOException {
    for (int hour = 0; hour < 3; hour++) {
      digests.unusedLinks(5, CONFIGURATION);
      digests.pass(Duration.ofHours(1));
    }
    digests.pass(Duration.ofHours(1));

    assertThat(digests.inOrder).hasSizeBetween(3, 4);
    assertThat(digests.inOrder.stream().mapToLong(each -> each.digest().unused()).sum())
        .isEqualTo(15);
    for (int next = 1; next < digests.inOrder.size(); next++) {
      assertThat(
              Duration.between(
                  digests.sent.get(digests.inOrder.get(next - 1)),
                  digests.sent.get(digests.inOrder.get(next))))
          .isGreaterThanOrEqualTo(Duration.ofHours(1).minusSeconds(1));
    }
  }

  @Test
  void linksAddedDuringSendingAreInTheNextNotice() throws IOException {
    digests.unusedLinks(5, CONFIGURATION);
    boolean[] added = {false};
    system.watch(
        call -> {
          if (isDigest(call) && !added[0]) {
            added[0] = true;
            system.digests.add(DigestFixture.unused(CONFIGURATION), system.now);
          }
        });

    digests.pass(Duration.ofHours(3));

    assertThat(digests.inOrder).extracting(each -> each.digest().unused()).containsExactly(5L, 1L);
  }

  @Test
  void deathAfterSendingRepeatsTheNoticeAnHourLater() throws IOException {
    digests.unusedLinks(5, CONFIGURATION);
    failOnce(call -> call.is(Digests.class, "remove"));

    digests.pass(Duration.ofHours(4));

    assertThat(digests.inOrder).extracting(each -> each.digest().unused()).containsExactly(5L, 5L);
    assertThat(system.digests.all()).isEmpty();
  }

  @Test
  void deathBeforeSendingLosesNothing() throws IOException {
    for (Predicate<Call> fault :
        List.<Predicate<Call>>of(
            DueDigestTest::isDigest,
            call -> call.is(Digests.class, "postpone"),
            call -> call.is(Digests.class, "find"))) {
      digests.inOrder.clear();
      digests.unusedLinks(5, CONFIGURATION);
      failOnce(fault);
      digests.pass(Duration.ofHours(4));
      assertThat(digests.only().digest().unused()).isEqualTo(5);
    }
  }

  @Test
  void repeatedMessagesSendOneNotice() throws IOException {
    digests.unusedLinks(5, CONFIGURATION);
    digests.pass(Duration.ofMinutes(1));
    String message = "{\"digest\":\"" + CONFIGURATION + "\"}";
    assertThat(system.invoke(message)).as("a message that is early").isEmpty();
    system.now = system.digests.find(CONFIGURATION).orElseThrow().dueAt();
    assertThat(system.invoke(message, message, message)).isEmpty();
    system.now = system.now.plusSeconds(20);
    assertThat(system.invoke(message)).isEmpty();

    assertThat(system.notices).filteredOn(Notice.DeliveryDigest.class::isInstance).hasSize(1);
  }

  private static boolean isDigest(Call call) {
    return call.is(Notices.class, "send")
        && call.arguments().getFirst() instanceof Notice.DeliveryDigest;
  }

  private void failOnce(Predicate<Call> fault) {
    boolean[] happened = {false};
    system.watch(
        call -> {
          if (fault.test(call) && !happened[0]) {
            happened[0] = true;
            throw new IllegalStateException("died before " + call.method());
          }
        });
  }
}
