package io.cdrwebhooks.configapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.http.ApiGatewayEvent;
import io.cdrwebhooks.aws.openapi.ApiContract.Given;
import io.cdrwebhooks.aws.openapi.ApiDocument;
import io.cdrwebhooks.aws.openapi.Operation;
import io.cdrwebhooks.change.Changes;
import io.cdrwebhooks.change.InMemoryChanges;
import io.cdrwebhooks.configapi.inputs.ApiStores;
import io.cdrwebhooks.configuration.CdrTasks;
import io.cdrwebhooks.configuration.WebhookConfigurations;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.link.DownloadLinks;
import io.cdrwebhooks.notice.Digests;
import io.cdrwebhooks.statement.Statements;
import io.cdrwebhooks.statistics.Statistics;
import io.cdrwebhooks.testing.InterceptedCalls;
import io.cdrwebhooks.work.BulkJobs;
import io.cdrwebhooks.work.DueIndex;
import io.cdrwebhooks.work.ReportWatches;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Tests that the handler gives each documented answer. Every other test checks that answers match
/// the document.
class EveryDocumentedAnswerTest {
  /// The statuses that only the gateway answers.
  private static final Set<Integer> OF_THE_GATEWAY = Set.of(429, 503);

  /// Operations that use no store, so they cannot fail.
  private static final Set<String> CANNOT_BREAK = Set.of("getHealth", "getMe", "getPlatform");

  static Stream<Operation> operations() {
    return ApiDocument.ofThisTree().operations().stream()
        .filter(operation -> !operation.isForReceivers());
  }

  @ParameterizedTest
  @MethodSource("operations")
  void everyAnswerIsGiven(Operation operation) {
    Set<Integer> given =
        operation.statuses().stream()
            .flatMap(status -> given(operation, status).stream())
            .filter(answer -> answer.operation().equals(operation.id()))
            .map(Given::status)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(given)
        .containsAll(
            operation.statuses().stream()
                .filter(status -> !OF_THE_GATEWAY.contains(status))
                .filter(status -> status != 500 || !CANNOT_BREAK.contains(operation.id()))
                .toList());
  }

  /// Returns all answers that lead to that status.
  private static Set<Given> given(Operation operation, int status) {
    TestApi api = DocumentedRequests.filled();
    ApiGatewayEvent taken = DocumentedRequests.taken(operation);
    switch (status) {
      case 304 -> api.send(without(taken, "if-match").withHeader("if-none-match", "\"1\""));
      case 400 -> api.send(taken.withQuery("colour=red"));
      case 401 -> api.send(DocumentedRequests.anonymous(operation));
      case 403 -> api.send(taken.withScopes("webhooks/other"));
      case 404 -> api.send(missing(operation, taken));
      case 409 -> conflict(api, operation, taken);
      case 412 -> api.send(taken.withHeader("if-match", "\"99\""));
      case 413 -> api.send(json(taken, " ".repeat(20_000)));
      case 415 -> api.send(json(taken, "{}").withHeader("content-type", "text/plain"));
      case 422 -> api.send(json(taken, "{\"colour\":\"red\"}"));
      case 428 -> api.send(without(taken, "if-match"));
      case 500 -> {
        api.use(brokenStores());
        api.send(taken);
      }
      default -> succeed(api, operation, taken);
    }
    return api.contract.given();
  }

  private static void succeed(TestApi api, Operation operation, ApiGatewayEvent taken) {
    switch (operation.id()) {
      case "saveCdrTask" -> // made, too
          api.send(without(at(taken, TestApi.BASE + "/cdr-tasks/2"), "if-match"));
      case "startRecovery" -> // only counted, too
          api.send(taken.withBody(taken.body().replace("}", ",\"dryRun\":true}")));
      case "cancelRotation" -> {
        api.post(
            "/webhook-configurations/" + DocumentedRequests.CONFIGURATION + "/signature",
            "*",
            "{\"signature\":\"%s\",\"effectiveAt\":\"2026-03-09T00:00:00Z\"}"
                .formatted(TestApi.SIGNATURE));
        api.send(taken.withHeader("if-match", "*"));
      }
      default -> {}
    }
    api.send(taken);
  }

  private static void conflict(TestApi api, Operation operation, ApiGatewayEvent taken) {
    String configuration = "/webhook-configurations/" + DocumentedRequests.CONFIGURATION;
    switch (operation.id()) {
      case "createWebhookConfiguration" -> api.send(taken.withBody(TestApi.creation("existing")));
      case "replaceWebhookConfiguration" -> {
        api.configured("Other");
        api.send(taken);
      }
      case "rotateSignature" -> {
        for (int i = 0; i < 5; i++) {
          api.now = api.now.plusSeconds(1);
          api.send(taken.withHeader("if-match", "*"));
        }
      }
      case "testWebhookConfiguration", "retryNow", "redeliver" -> {
        api.put(
            configuration,
            "*",
            "{\"name\":\"A\",\"url\":\"https://receiver.example/cdr\",\"enabled\":false}");
        api.send(taken);
      }
      case "deleteWebhookConfiguration" -> {
        api.storeTask(2, Optional.of(configuration));
        api.send(taken);
      }
      default -> api.send(taken);
    }
  }

  private static ApiGatewayEvent missing(Operation operation, ApiGatewayEvent taken) {
    return operation.parameters("path").isEmpty()
        ? taken.withQuery("configurationId=cfg_ffffffffffffffffffffffffffffffff")
        : at(taken, DocumentedRequests.path(operation, "0"));
  }

  private static ApiGatewayEvent json(ApiGatewayEvent event, String body) {
    return event.withHeader("content-type", "application/json").withBody(body);
  }

  private static ApiGatewayEvent at(ApiGatewayEvent event, String path) {
    return new ApiGatewayEvent(
        event.method(), path, event.query(), event.headers(), event.body(), event.scopes());
  }

  private static ApiGatewayEvent without(ApiGatewayEvent event, String header) {
    ApiGatewayEvent bare =
        ApiGatewayEvent.of(event.method(), event.path())
            .withBody(event.body())
            .withScopes(event.scopes().toArray(String[]::new));
    return event.headers().keySet().stream()
        .filter(name -> !name.equals(header))
        .reduce(
            bare, (made, name) -> made.withHeader(name, event.headers().get(name)), (a, _) -> a);
  }

  private static ApiStores brokenStores() {
    return new ApiStores(
        InterceptedCalls.unreachable(WebhookConfigurations.class),
        InterceptedCalls.unreachable(CdrTasks.class),
        InterceptedCalls.unreachable(Deliveries.class),
        InterceptedCalls.unreachable(Lanes.class),
        InterceptedCalls.unreachable(DownloadLinks.class),
        InterceptedCalls.unreachable(BulkJobs.class),
        InterceptedCalls.unreachable(DueIndex.class),
        InterceptedCalls.unreachable(Statistics.class),
        InterceptedCalls.unreachable(Statements.class),
        InterceptedCalls.unreachable(ReportWatches.class),
        Faults.before("list", Changes.class, new InMemoryChanges()),
        InterceptedCalls.unreachable(Digests.class));
  }
}
