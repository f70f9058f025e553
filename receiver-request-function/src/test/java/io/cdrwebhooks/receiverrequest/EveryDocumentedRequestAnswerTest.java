package io.cdrwebhooks.receiverrequest;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.openapi.ApiContract.Given;
import io.cdrwebhooks.aws.openapi.ApiDocument;
import io.cdrwebhooks.aws.openapi.Operation;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.request.AcceptedRequests;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Tests that the function gives each documented answer. Every other test checks that answers match
/// the document.
class EveryDocumentedRequestAnswerTest {
  /// Statuses that no event of the gateway causes.
  private static final Set<Integer> OF_NO_REQUEST = Set.of(500);

  @Test
  void everyAnswerIsGiven() {
    Operation operation = ApiDocument.ofThisTree().operation("sendReceiverRequest");
    RequestFixture function = new RequestFixture();
    WebhookConfiguration configuration = function.configured();
    Delivery delivery = function.delivered(configuration, "tx00001.zip");
    Delivery gone = function.delivered(configuration, "tx00002.zip");
    function.reports.remove(gone.report());

    String first = function.renewal(delivery.id());
    assertThat(function.ask(first)).isNotNull();
    assertThat(function.ask(first)).isNotNull();
    assertThat(function.ask("{}")).isNotNull();
    assertThat(function.ask(first.replace("req_", "dlv_"))).isNotNull();
    assertThat(function.ask(function.renewal(gone.id()))).isNotNull();
    assertThat(function.ask(function.statement(delivery.id(), "2026-03-04", 1))).isNotNull();
    String named = "\"deliveryId\":\"" + delivery.id() + "\"";
    for (int i = 0; i < AcceptedRequests.MAX_PER_SECOND; i++) {
      assertThat(function.ask(function.listing(named, function.now, Optional.empty()))).isNotNull();
    }
    function.fault = Optional.of(new IllegalStateException("no table"));
    assertThat(function.ask(first)).isNotNull();

    assertThat(function.contract.given())
        .containsExactlyInAnyOrderElementsOf(
            operation.statuses().stream()
                .filter(status -> !OF_NO_REQUEST.contains(status))
                .map(status -> new Given(operation.id(), status))
                .toList());
  }
}
