package io.cdrwebhooks.chaos;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.chaos.world.Behaviour;
import io.cdrwebhooks.chaos.world.InjectedFaults.Fault;
import io.cdrwebhooks.chaos.world.PlannedReport;
import io.cdrwebhooks.chaos.world.ReceivedRequests;
import io.cdrwebhooks.chaos.world.Recipient;
import io.cdrwebhooks.chaos.world.Recipient.Part;
import io.cdrwebhooks.chaos.world.Timeline;
import io.cdrwebhooks.chaos.world.Upload;
import io.cdrwebhooks.chaos.world.Visit;
import io.cdrwebhooks.chaos.world.World;
import io.cdrwebhooks.delivery.AttemptNumber;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.InMemoryDeliveries;
import io.cdrwebhooks.json.Json;
import io.cdrwebhooks.testing.Samples;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Breaks each guarantee of a good run.
class VerdictTest {
  private static final Recipient RECIPIENT = Recipients.of(Part.ORDINARY);
  private static final Instant START = Samples.NOW;
  private static final Delivery DELIVERY =
      Samples.delivery(Samples.report(RECIPIENT.task()), RECIPIENT.configuration(), START);
  private static final Upload UPLOAD =
      new Upload(
          new PlannedReport(1, RECIPIENT, Duration.ZERO), DELIVERY.id(), 1, Upload.Event.SENT);

  @TempDir Path folder;

  private final ReceivedRequests received = new ReceivedRequests();
  private final Timeline timeline = new Timeline();
  private String logged = "";

  private void visit(int number, Behaviour behaviour, long second) {
    Instant at = START.plusSeconds(second);
    boolean isAccepted = behaviour == Behaviour.ACCEPT;
    received.add(new Visit(DELIVERY.id().value(), number, behaviour, at, at, isAccepted));
  }

  private void injectAll() {
    timeline.kill(START.minusSeconds(60), START.minusSeconds(60));
    Stream.of(Fault.values()).forEach(timeline::fault);
  }

  private Verdict verdict(DeliveryStatus status, long number) throws IOException {
    InMemoryDeliveries deliveries = new InMemoryDeliveries();
    DeliveryProgress progress =
        new DeliveryProgress(
            status,
            "",
            AttemptNumber.NONE.next(),
            Optional.empty(),
            status == DeliveryStatus.PENDING ? Optional.of(START) : Optional.empty(),
            Optional.empty());
    deliveries.record(Samples.with(DELIVERY, progress).numbered(number));
    Path log = Files.writeString(folder.resolve("dispatch.log"), logged);
    DispatchLog dispatchLog = new DispatchLog(log, URI.create("https://links.example"));
    return new Verdict(List.of(UPLOAD), received, deliveries, timeline, dispatchLog);
  }

  private Verdict verdict() throws IOException {
    injectAll();
    return verdict(DeliveryStatus.DELIVERED, 1);
  }

  private static void assertBroken(Verdict verdict, Guarantee guarantee) {
    assertThat(verdict.violations).containsOnlyKeys(guarantee);
    assertThat(verdict.isGood()).isFalse();
  }

  @Test
  void goodRunHasNoViolations() throws IOException {
    visit(1, Behaviour.ANSWER_429_RETRY_AFTER, 0);
    visit(2, Behaviour.ACCEPT, 2);
    Verdict verdict = verdict();
    verdict.judgeEnabled(RECIPIENT, true);
    verdict.judgeStored(new ScannedDeliveries(Set.of(UPLOAD.id().value()), 16_383));
    assertThat(verdict.violations).isEmpty();
    assertThat(verdict.isGood()).isTrue();
  }

  @Test
  void reportThatNoReceiverAcceptedIsLost() throws IOException {
    visit(1, Behaviour.ANSWER_500, 0);
    assertBroken(verdict(), Guarantee.LOST);
  }

  @Test
  void acceptedReportThatStillWaitsIsNotDelivered() throws IOException {
    visit(1, Behaviour.ACCEPT, 0);
    injectAll();
    assertBroken(verdict(DeliveryStatus.PENDING, 1), Guarantee.NOT_DELIVERED);
  }

  @Test
  void configurationThatAnOperatorFindsDisabledIsWrong() throws IOException {
    visit(1, Behaviour.ACCEPT, 0);
    Verdict verdict = verdict();
    verdict.judgeEnabled(RECIPIENT, false);
    assertBroken(verdict, Guarantee.WRONGLY_DISABLED);
  }

  @ParameterizedTest
  @CsvSource({"dlv_of_no_upload, 100, WITHOUT_REPORT", ", 16384, ITEM_TOO_LONG"})
  void strangeOrLargeItemIsFound(@Nullable String stranger, long bytes, Guarantee guarantee)
      throws IOException {
    visit(1, Behaviour.ACCEPT, 0);
    Verdict verdict = verdict();
    Stream<String> ids = Stream.concat(Stream.of(UPLOAD.id().value()), Stream.ofNullable(stranger));
    verdict.judgeStored(new ScannedDeliveries(ids.collect(toSet()), bytes));
    assertBroken(verdict, guarantee);
  }

  @Test
  void reportThatWasRecordedAsAcceptedIsSentWithoutNeed() throws IOException {
    visit(1, Behaviour.ACCEPT, 0);
    timeline.completed(START.plusSeconds(1), DELIVERY.id().value());
    visit(2, Behaviour.ACCEPT, 60);
    assertBroken(verdict(), Guarantee.SENT_WITHOUT_NEED);
  }

  @Test
  void earlyRequestIgnoresRetryAfter() throws IOException {
    visit(1, Behaviour.ANSWER_429_RETRY_AFTER, 0);
    visit(2, Behaviour.ACCEPT, 0);
    assertBroken(verdict(), Guarantee.RETRY_AFTER_IGNORED);
  }

  @Test
  void complaintOfAReceiverIsAWrongRequest() throws IOException {
    visit(1, Behaviour.ACCEPT, 0);
    received.complain("a signature is wrong");
    assertBroken(verdict(), Guarantee.WRONG_REQUEST);
  }

  @Test
  void deliveryWithoutANumberIsWrong() throws IOException {
    visit(1, Behaviour.ACCEPT, 0);
    injectAll();
    assertBroken(verdict(DeliveryStatus.DELIVERED, 0), Guarantee.WRONG_NUMBERS);
  }

  @ParameterizedTest
  @CsvSource({
    "'key-" + World.SECRET + "', SECRET_LOGGED",
    "https://links.example/token, SECRET_LOGGED",
    "'{\"time\":\"\",\"event\":\"message.failed\",\"cause\":[\"java.lang.Error\"]}', STRANGE_FAULT"
  })
  void secretOrStrangeFaultInTheLogIsFound(String line, Guarantee guarantee) throws IOException {
    visit(1, Behaviour.ACCEPT, 0);
    logged = line;
    assertBroken(verdict(), guarantee);
  }

  @ParameterizedTest
  @CsvSource({
    "'', true",
    "'software.amazon.awssdk.core.exception.SdkClientException: reset', true",
    "java.lang.NullPointerException, false"
  })
  void slowOrFailingServiceExplainsLostCounts(String origin, boolean explained) throws IOException {
    visit(1, Behaviour.ACCEPT, 0);
    String lost = "java.lang.IllegalStateException: 1 of 2 " + DispatchLog.LOST_COUNTS_CAUSE;
    List<String> causes = origin.isEmpty() ? List.of(lost) : List.of(lost, origin);
    logged = Json.write(Json.object("time", START, "event", "counts.lost", "cause", causes));
    assertThat(verdict().isGood()).isEqualTo(explained);
  }

  @Test
  void runWithoutKillsAndFaultsProvesNothing() throws IOException {
    visit(1, Behaviour.ACCEPT, 0);
    assertBroken(verdict(DeliveryStatus.DELIVERED, 1), Guarantee.NOT_INJECTED);
  }
}
