package io.cdrwebhooks.dispatch.sweep;

import static io.cdrwebhooks.dispatch.DispatchSystem.CONFIGURATION;
import static io.cdrwebhooks.dispatch.DispatchSystem.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.dispatch.CallWatch;
import io.cdrwebhooks.dispatch.DispatchSystem;
import io.cdrwebhooks.notice.Digest;
import io.cdrwebhooks.notice.Digests;
import io.cdrwebhooks.notice.Notice;
import io.cdrwebhooks.testing.Samples;
import io.cdrwebhooks.work.DueWork;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Tests how many notices people get in a second when many configurations have one.
class DigestPaceTest {
  @AutoClose private final DigestFixture digests = new DigestFixture();
  private final DispatchSystem system = digests.system;

  /// After an outage all digests are overdue, and SNS would suspend the address.
  @Test
  void noticesOfManyConfigurationsAreSpreadAfterAnOutage() throws IOException {
    for (int i = 0; i < 100; i++) {
      system.digests.add(DigestFixture.unused(Samples.configurationId()), system.now);
    }
    system.now = system.now.plus(Duration.ofHours(5));

    digests.pass(Duration.ofMinutes(2));
    assertThat(digests.inOrder).as("of a hundred that were overdue").hasSizeLessThan(20);
    digests.pass(Duration.ofMinutes(90));
    assertThat(digests.inOrder).hasSize(100);
    Map<Instant, Integer> inSecond = new HashMap<>();
    digests.sent.values().forEach(at -> inSecond.merge(at, 1, Integer::sum));
    assertThat(inSecond.values()).allMatch(notices -> notices < 10);
  }

  /// SNS suspends an address that gets more than ten mails in a second, and ids decide the moments.
  @Test
  void digestsOfOneSecondAreFiveMailsASecond() throws IOException {
    List<ConfigurationId> together =
        Stream.generate(Samples::configurationId)
            .filter(id -> Digest.sinceLastSendTime(id, START).toSeconds() == 7)
            .limit(40)
            .toList();
    together.forEach(id -> system.digests.add(DigestFixture.unused(id), START));
    Instant dueAt = system.digests.all().getFirst().dueAt();
    Map<Instant, List<DueWork>> messages = new TreeMap<>();
    messages.put(dueAt, together.stream().<DueWork>map(DueWork.OfDigest::new).toList());
    Random random = new Random(1);

    for (int second = 0; second < 60; second++) {
      system.now = dueAt.plusSeconds(second);
      for (DueWork each : messages.getOrDefault(system.now, List.of())) {
        int before = system.workMessages.sent().size();
        system.jitter = random.nextDouble();
        digests.handle(each);
        system.workMessages.sent().stream()
            .skip(before)
            .forEach(
                again ->
                    messages.merge(
                        system.now.plus(again.delay()),
                        List.of(again.work()),
                        (some, more) -> Stream.concat(some.stream(), more.stream()).toList()));
      }
    }

    assertThat(digests.inOrder).as("none has to wait an hour").hasSize(40);
    Map<Instant, Integer> inSecond = new HashMap<>();
    digests.sent.values().forEach(at -> inSecond.merge(at, 1, Integer::sum));
    assertThat(inSecond.values()).allMatch(mails -> mails <= 5);
  }

  /// A digest is in no hurry: its counts wait for the next hour.
  @Test
  void digestWithoutAPermitForAMinuteWaitsForItsNextMoment() throws IOException {
    digests.unusedLinks(1, CONFIGURATION);
    digests.pass(Duration.ofMinutes(1));
    Instant dueAt = system.digests.find(CONFIGURATION).orElseThrow().dueAt();
    boolean[] busy = {true};
    system.watch(
        CallWatch.ofAnswers(
            (call, answer) ->
                call.is(Digests.class, "takePermit") && busy[0] ? (Object) false : answer));
    for (int second = 0; second < 70; second++) {
      system.now = dueAt.plusSeconds(second);
      digests.handle(new DueWork.OfDigest(CONFIGURATION));
    }
    assertThat(digests.inOrder).isEmpty();
    assertThat(system.digests.find(CONFIGURATION).orElseThrow().dueAt())
        .isEqualTo(dueAt.plus(Duration.ofHours(1)));

    busy[0] = false;
    digests.pass(Duration.ofHours(1));
    assertThat(digests.only().digest().unused()).isEqualTo(1);
  }

  /// The receivers of one provider may all answer 410 in the same second. Programs learn of each at
  /// once; people get some mails at once, and the digests have the other configurations.
  @Test
  void configurationsDisabledInOneSecondAreMailedWithinTheHour() throws IOException {
    for (int i = 0; i < 12; i++) {
      WebhookConfiguration was = Samples.configuration("Receiver " + i);
      system.configurations.create(was);
      system.configurations.replace(
          was.disabled("the receiver answered 410 Gone", START), was.revision());
      Delivery held =
          Samples.with(Samples.delivery(), DeliveryProgress.held("disabled", START), was.id());
      system.deliveries.record(held);
      system.due(held.id());
    }

    List<Notice.ConfigurationDisabled> events =
        system.notices.stream()
            .filter(Notice.ConfigurationDisabled.class::isInstance)
            .map(Notice.ConfigurationDisabled.class::cast)
            .toList();
    assertThat(events).extracting(Notice.ConfigurationDisabled::name).doesNotHaveDuplicates();
    assertThat(events).hasSize(12);
    assertThat(events).filteredOn(event -> !event.mailLater()).hasSize(5);

    digests.pass(Duration.ofMinutes(65));

    assertThat(digests.inOrder)
        .hasSize(7)
        .allSatisfy(
            digest ->
                assertThat(digest.text())
                    .contains("the service has disabled it, because the receiver answered 410"));
    assertThat(Stream.concat(names(digests.inOrder), namesMailed(events))).hasSize(12);
  }

  private static Stream<String> names(List<Notice.DeliveryDigest> digests) {
    return digests.stream().map(Notice.DeliveryDigest::name).distinct();
  }

  private static Stream<String> namesMailed(List<Notice.ConfigurationDisabled> events) {
    return events.stream()
        .filter(event -> !event.mailLater())
        .map(Notice.ConfigurationDisabled::name)
        .distinct();
  }
}
