package io.cdrwebhooks.configapi.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdrwebhooks.configapi.Answer;
import io.cdrwebhooks.configapi.TestApi;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.testing.Samples;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests what a search finds.
class SearchOperationsTest {
  private final TestApi api = new TestApi();

  @ParameterizedTest
  @ValueSource(
      strings = {"%s", "  %s\n", "webhook-id: %s", "https://cdr.example/deliveries/%s?a=b"})
  void idFindsItsDeliveryAlone(String pasted) {
    Delivery wanted = stored("tx1.zip");
    stored(wanted.id() + ".zip");

    Answer found = search(pasted.formatted(wanted.id()));

    assertThat(ids(found, "deliveries")).containsExactly(wanted.id().value());
    assertThat(found.body().at("/deliveries/items/0/status").asText()).isEqualTo("PENDING");
    assertThat(found.body().at("/deliveries/items/0/fileName").asText()).isEqualTo("tx1.zip");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"%s\"",
        "'%s'",
        "\u201c%s\u201d",
        "\"fileName\":\"%s\",",
        "\"fileName\": \"%s\"}",
        "'a/b/%s'"
      })
  void nameInQuotationMarksIsTheName(String pasted) {
    Delivery wanted = stored("tx1.zip");

    assertThat(ids(search(pasted.formatted("tx1.zip")), "deliveries"))
        .containsExactly(wanted.id().value());
  }

  @Test
  void idInCapitalsIsTheSameId() {
    Delivery wanted = stored("tx1.zip");

    assertThat(
            ids(
                search("DLV_" + wanted.id().value().substring(4).toUpperCase(Locale.ROOT)),
                "deliveries"))
        .containsExactly(wanted.id().value());
  }

  @Test
  void unknownIdFindsNothing() {
    assertFoundNothing(search("dlv_" + "f".repeat(32)));
    assertFoundNothing(search("cfg_" + "f".repeat(32)));
  }

  @Test
  void idOfAConfigurationFindsIt() {
    String id = TestApi.idIn(api.configured("Billing")).value();

    Answer found = search(id);

    JsonNode configuration = found.body().at("/configurations/items/0");
    assertThat(configuration.path("id").asText()).isEqualTo(id);
    assertThat(configuration.path("name").asText()).isEqualTo("Billing");
    assertThat(configuration.path("enabled").asBoolean()).isTrue();
    assertThat(ids(found, "deliveries")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"TX00007.zip", "tx00007", "reports/7/tx00007.zip", "s3://cdr/tx00007.zip"})
  void fileIsFoundByItsNameOrTheStartOfIt(String text) {
    Delivery wanted = stored("tx00007.zip");
    stored("tx00008.zip");

    assertThat(ids(search(text), "deliveries")).containsExactly(wanted.id().value());
  }

  @Test
  void numberFindsTheTaskAndNamesThatBeginWithIt() {
    api.storeTask(42, Optional.empty());
    api.storeTask(421, Optional.empty());
    String id = TestApi.idIn(api.configured("42 Wholesale")).value();
    Delivery wanted = stored("42.zip");

    Answer found = search("42");

    assertThat(texts(found, "tasks", "taskId")).containsExactly("42", "421");
    assertThat(ids(found, "configurations")).containsExactly(id);
    assertThat(ids(found, "deliveries")).containsExactly(wanted.id().value());
  }

  @Test
  void atMostTwentyOfAKindAreShown() {
    for (int i = 100; i < 120; i++) {
      stored("tx" + i);
    }
    assertThat(search("tx").body().at("/deliveries/more").asBoolean()).isFalse();
    Delivery exact = stored("tx");

    Answer found = search("tx");

    assertThat(ids(found, "deliveries")).hasSize(20).startsWith(exact.id().value());
    assertThat(found.body().at("/deliveries/more").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"q=", "q=+%20%09", "", "q=a&q=b"})
  void textThatNamesNothingIsRefused(String query) {
    Answer refused = api.get("/search?" + query);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.fieldsAtFault()).containsExactly("q");
  }

  @Test
  void listsAreSortedAndFiltered() {
    api.configured("zeta");
    String alpha = TestApi.idIn(api.configured("Alpha")).value();
    String beta = TestApi.idIn(api.configured("beta")).value();
    api.storeTask(7, Optional.empty());
    api.storeTask(5, Optional.empty());

    assertThat(names("/webhook-configurations", "name")).containsExactly("Alpha", "beta", "zeta");
    assertThat(names("/webhook-configurations?q=ET", "name")).containsExactly("beta", "zeta");
    assertThat(names("/webhook-configurations?state=DISABLED", "name")).isEmpty();
    assertThat(names("/webhook-configurations?limit=2", "id")).containsExactly(alpha, beta);
    assertThat(names("/cdr-tasks", "taskId")).containsExactly("5", "7");
    assertThat(names("/cdr-tasks?q=task+7&sort=name", "taskId")).containsExactly("7");
    assertThat(api.get("/cdr-tasks?sort=age").fieldsAtFault()).containsExactly("sort");
    assertThat(api.get("/webhook-configurations?state=OK&q=").fieldsAtFault())
        .containsExactlyInAnyOrder("state", "q");
  }

  private Answer search(String text) {
    Answer found = api.get("/search?q=" + URLEncoder.encode(text, StandardCharsets.UTF_8));
    assertThat(found.status()).as(found.text()).isEqualTo(200);
    return found;
  }

  private void assertFoundNothing(Answer found) {
    for (String kind : List.of("deliveries", "configurations", "tasks")) {
      assertThat(ids(found, kind)).isEmpty();
    }
  }

  private static List<String> ids(Answer found, String kind) {
    return texts(found, kind, "id");
  }

  private static List<String> texts(Answer found, String kind, String field) {
    return texts(found.body().path(kind).path("items"), field);
  }

  private List<String> names(String list, String field) {
    return texts(api.get(list).body().path("items"), field);
  }

  private static List<String> texts(JsonNode items, String field) {
    return StreamSupport.stream(items.spliterator(), false)
        .map(item -> item.path(field).asText())
        .toList();
  }

  private Delivery stored(String fileName) {
    Delivery delivery = Samples.delivery(fileName);
    api.deliveries.record(delivery);
    return delivery;
  }
}
