package io.cdrwebhooks.configapi.deliveries;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdrwebhooks.change.Changes;
import io.cdrwebhooks.configapi.Answer;
import io.cdrwebhooks.configapi.Faults;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.InMemoryWorkMessages.Sent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests the redelivery of many reports in one request, and the records of such a request.
class ManyRedeliveriesTest extends StoredDeliveries {
  private static final String UNKNOWN = "dlv_ffffffffffffffffffffffffffffffff";

  @Test
  void eachReportBeginsARoundAndTheLaneGetsOneMessage() {
    List<Delivery> deliveries =
        IntStream.range(0, 100)
            .mapToObj(i -> recorded(i % 2 == 0 ? DeliveryStatus.FAILED : DeliveryStatus.DELIVERED))
            .toList();

    Answer answer = redeliver(deliveries.stream().map(each -> each.id().value()).toList());

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.body().path("results"))
        .extracting(each -> each.path("deliveryId").asText())
        .containsExactlyElementsOf(deliveries.stream().map(each -> each.id().value()).toList());
    assertThat(answer.body().path("results"))
        .allSatisfy(each -> assertThat(each.path("status").asInt()).isEqualTo(202));
    assertThat(deliveries)
        .allSatisfy(
            each -> {
              assertThat(stored(each).status()).isEqualTo(DeliveryStatus.PENDING);
              assertThat(stored(each).progress().lastAttempt()).hasToString("2#0");
            });
    assertThat(api.workMessages.sent())
        .containsExactly(new Sent(DueWork.OfLane.askedFor(configuration), Duration.ZERO));
  }

  @Test
  void refusedDeliveriesAreNamedAndDoNotStopOthers() {
    Delivery mine = recorded(DeliveryStatus.FAILED);
    Delivery unrouted = recorded(DeliveryStatus.UNROUTED);

    Answer answer = redeliver(List.of(UNKNOWN, unrouted.id().value(), mine.id().value()));

    assertThat(result(answer, 0)).isEqualTo("404 There is no such resource.");
    assertThat(result(answer, 1)).startsWith("409 The CDR task of this delivery has no webhook");
    assertThat(result(answer, 2)).isEqualTo("202 ");
    assertThat(stored(mine).status()).isEqualTo(DeliveryStatus.PENDING);
  }

  /// The report was selected while it waited, and has been delivered since.
  @Test
  void reportThatHasAnotherStatusNowIsLeftAlone() {
    Delivery delivered = recorded(DeliveryStatus.DELIVERED);
    Delivery failed = recorded(DeliveryStatus.FAILED);
    Answer answer =
        api.post(
            "/redeliveries",
            "{\"ids\":[\"%s\",\"%s\"],\"statuses\":[\"PENDING\",\"FAILED\"]}"
                .formatted(delivered.id(), failed.id()));

    assertThat(result(answer, 0))
        .isEqualTo("409 The delivery is now DELIVERED, so it was not resent.");
    assertThat(result(answer, 1)).isEqualTo("202 ");
    assertThat(stored(delivered)).isEqualTo(delivered);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "\"FAILED\"", "[\"LOST\"]", "[1]", "[\"HELD\",\"HELD\"]"})
  void statusesAreDifferentOnesOfDeliveries(String statuses) {
    Answer answer =
        api.post(
            "/redeliveries", "{\"ids\":[\"%s\"],\"statuses\":%s}".formatted(UNKNOWN, statuses));

    assertThat(answer.detailOf("statuses"))
        .isEqualTo("must be an array of different delivery statuses");
  }

  @Test
  void faultOfOneReportAnswers500ForIt() {
    Delivery failed = recorded(DeliveryStatus.FAILED);
    api.use(Faults.before("restart", Deliveries.class, (Deliveries) api.deliveries));

    assertThat(result(redeliver(List.of(failed.id().value(), UNKNOWN)), 0)).startsWith("500 ");
    assertThat(api.log).anyMatch(line -> line.contains("redelivery.failed"));
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "{}|must be an array of 1 to 100 delivery ids",
        "{\"ids\":[]}|must be an array of 1 to 100 delivery ids",
        "{\"ids\":\"dlv_ffffffffffffffffffffffffffffffff\"}|must be an array of 1 to 100 delivery ids",
        "{\"ids\":[\"x\"]}|must contain only delivery ids",
        "{\"ids\":[1]}|must contain only delivery ids"
      },
      delimiter = '|')
  void idsMatchThoseOfDeliveries(String body, String detail) {
    Answer answer = api.post("/redeliveries", body);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.detailOf("ids")).isEqualTo(detail);
  }

  @Test
  void moreThanAHundredAndRepeatedIdsAreRefused() {
    List<String> many = new ArrayList<>(Collections.nCopies(100, UNKNOWN));
    assertThat(redeliver(many).detailOf("ids")).isEqualTo("must not contain an id twice");
    many.add(UNKNOWN);
    assertThat(redeliver(many).detailOf("ids")).contains("1 to 100");
  }

  @Test
  void eachOfManyRedeliveriesHasARecordWithItsResult() {
    Delivery failed = recorded(DeliveryStatus.FAILED);
    Delivery delivered = recorded(DeliveryStatus.DELIVERED);
    String chosen =
        "{\"ids\":[\"%s\",\"%s\"],\"statuses\":[\"FAILED\"]}"
            .formatted(failed.id(), delivered.id());

    assertThat(api.post("/redeliveries", chosen).status()).isEqualTo(200);

    JsonNode sent = onlyAbout(failed);
    assertThat(sent.path("operation").asText()).isEqualTo("REDELIVER_MANY");
    assertThat(sent.path("status").asInt()).isEqualTo(202);
    assertThat(onlyAbout(delivered).path("status").asInt()).isEqualTo(409);
    JsonNode all = api.get("/changes").body().path("items");
    assertThat(all.findValuesAsText("operation")).containsOnlyOnce("REDELIVER_MANY");
    assertThat(all.toString()).contains(failed.id().value(), delivered.id().value());
    assertThat(sent.path("requestId")).isEqualTo(whole(all).path("requestId"));
  }

  @Test
  void manyRedeliveriesDoNotBeginWithoutARecordOfEach() {
    Delivery failed = recorded(DeliveryStatus.FAILED);
    api.use(Faults.before("putPart", Changes.class, api.changes));

    assertThat(redeliver(List.of(failed.id().value())).status()).isEqualTo(503);
    assertThat(stored(failed)).isEqualTo(failed);
  }

  @Test
  void recordsOfAnOperationThatDidNotBeginSaySo() {
    Delivery one = recorded(DeliveryStatus.FAILED);
    Delivery other = recorded(DeliveryStatus.FAILED);
    AtomicBoolean broke = new AtomicBoolean();
    api.use(
        Faults.meanwhile(
            "putPart",
            Changes.class,
            api.changes,
            () -> {
              if (!broke.getAndSet(true)) {
                throw new IllegalStateException("the store broke");
              }
            }));

    assertThat(redeliver(List.of(one.id().value(), other.id().value())).status()).isEqualTo(503);

    assertThat(api.changes.all())
        .filteredOn(each -> each.operation().equals("REDELIVER_MANY"))
        .hasSize(3)
        .allMatch(each -> each.status().equals(OptionalInt.of(503)));
  }

  @Test
  void refusedBodyLeavesNoRecordOfItsDeliveries() {
    Delivery failed = recorded(DeliveryStatus.FAILED);
    String id = failed.id().value();

    assertThat(redeliver(List.of(id, id)).status()).isEqualTo(422);

    assertThat(about(failed)).isEmpty();
  }

  private JsonNode about(Delivery delivery) {
    return api.get("/changes?about=delivery:" + delivery.id()).body().path("items");
  }

  private JsonNode onlyAbout(Delivery delivery) {
    JsonNode items = about(delivery);
    assertThat(items).hasSize(1);
    return items.get(0);
  }

  private static JsonNode whole(JsonNode all) {
    return StreamSupport.stream(all.spliterator(), false)
        .filter(each -> each.path("operation").asText().equals("REDELIVER_MANY"))
        .findAny()
        .orElseThrow();
  }

  private Answer redeliver(List<String> ids) {
    String all = ids.stream().collect(Collectors.joining("\",\""));
    return api.post("/redeliveries", "{\"ids\":[\"" + all + "\"]}");
  }

  private static String result(Answer answer, int index) {
    JsonNode result = answer.body().path("results").path(index);
    return result.path("status").asInt() + " " + result.path("reason").asText();
  }
}
