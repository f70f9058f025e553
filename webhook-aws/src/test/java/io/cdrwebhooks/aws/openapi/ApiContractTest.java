package io.cdrwebhooks.aws.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.http.ApiGatewayEvent;
import io.cdrwebhooks.aws.http.HttpRequest;
import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.aws.http.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests that the contract notices each kind of difference.
class ApiContractTest {
  private static final String CONFIGURATION = "cfg_0c9d1a52f3b84e61a7c05d2e9f184b36";
  private static final String SINCE =
      "\"numbersReports\":false,\"expectedEvery\":null,\"graceMinutes\":null,"
          + "\"webhookSince\":\"2026-03-01T10:05:00.000Z\"";
  private static final String TASK =
      "{\"taskId\":1,\"taskName\":\"A\",\"webhookConfigurationId\":null," + SINCE + "}";
  private static final HttpResponse SAVED =
      HttpResponse.json(200, TASK).withHeader("ETag", "\"2\"");
  private static final ApiGatewayEvent SAVE =
      ApiGatewayEvent.of("PUT", ApiDocument.BASE + "/cdr-tasks/1")
          .withHeader("content-type", "application/json")
          .withHeader("if-match", "\"1\"")
          .withBody("{\"taskName\":\"A\"}");

  private final ApiContract contract = new ApiContract(ApiDocument.ofThisTree());

  @Test
  void documentedAnswerIsAcceptedAndRemembered() {
    assertThat(faults(SAVE, SAVED)).isEmpty();
    assertThat(contract.given()).containsExactly(new ApiContract.Given("saveCdrTask", 200));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"taskId\":1,\"taskName\":\"A\",\"webhookConfigurationId\":null}",
        "{\"taskId\":1,\"taskName\":\"A\"," + SINCE + "}",
        "{\"taskId\":\"1\",\"taskName\":\"A\",\"webhookConfigurationId\":null," + SINCE + "}",
        "{\"taskId\":0,\"taskName\":\"A\",\"webhookConfigurationId\":null," + SINCE + "}",
        "{\"taskId\":1,\"taskName\":null,\"webhookConfigurationId\":null," + SINCE + "}",
        "{\"taskId\":1,\"taskName\":\"A\",\"webhookConfigurationId\":\"1\"," + SINCE + "}",
        "{\"taskId\":1,\"taskName\":\"A\",\"webhookConfigurationId\":null,\"more\":1,"
            + SINCE
            + "}",
        "[]",
        "",
        "nothing"
      })
  void otherBodyIsAFault(String body) {
    assertThat(faults(SAVE, new HttpResponse(200, SAVED.headers(), body))).isNotEmpty();
  }

  @Test
  void additionalFieldsOfComposedSchemasAreFaults() {
    String counts = "{\"revoked\":1,\"more\":2}";
    ApiGatewayEvent revoke =
        ApiGatewayEvent.of(
            "DELETE", ApiDocument.BASE + "/deliveries/dlv_" + "0".repeat(32) + "/links");

    assertThat(faults(revoke, HttpResponse.json(200, counts))).hasSize(1);
  }

  @Test
  void headersMustMatchTheDocument() {
    assertThat(faults(SAVE, HttpResponse.json(200, TASK)))
        .singleElement()
        .asString()
        .contains("ETag is missing");
    assertThat(faults(SAVE, SAVED.withHeader("ETag", "2"))).hasSize(1);
    assertThat(faults(SAVE, SAVED.withHeader("ETag", "W/\"2\""))).hasSize(1);
    assertThat(faults(SAVE, SAVED.withHeader("Cache-Control", "private"))).hasSize(1);
    assertThat(faults(SAVE, SAVED.withHeader("Server", "x"))).hasSize(1);
    assertThat(faults(SAVE, SAVED.withHeader("Content-Type", "text/html"))).hasSize(1);
  }

  @Test
  void undocumentedAnswerIsAFault() {
    assertThat(faults(SAVE, HttpResponse.of(204))).hasSize(1);
    assertThat(faults(SAVE, Problem.of(409, "x").toResponse())).hasSize(1);
    assertThat(faults(SAVE, Problem.of(412, "x").toResponse())).isEmpty();
    HttpResponse other = Problem.of(404, "x").toResponse();
    assertThat(faults(SAVE, new HttpResponse(412, other.headers(), other.body()))).hasSize(1);
  }

  @Test
  void unknownOperationMayAnswer404Or405() {
    ApiGatewayEvent patch = ApiGatewayEvent.of("PATCH", ApiDocument.BASE + "/cdr-tasks/1");
    ApiGatewayEvent nowhere = ApiGatewayEvent.of("GET", ApiDocument.BASE + "/nowhere");
    HttpResponse notFound = Problem.of(404, "x").toResponse();
    HttpResponse notAllowed = Problem.of(405, "").toResponse();

    assertThat(faults(patch, notAllowed.withHeader("Allow", "DELETE, GET, PUT"))).isEmpty();
    assertThat(faults(patch, notAllowed)).hasSize(1);
    assertThat(faults(patch, notFound)).hasSize(1);
    assertThat(faults(nowhere, notFound)).isEmpty();
    assertThat(faults(nowhere, notAllowed.withHeader("Allow", "GET"))).hasSize(1);
    assertThat(faults(nowhere, HttpResponse.json(200, "{}"))).hasSize(1);
  }

  @Test
  void acceptedRequestMustMatchTheDocument() {
    assertThat(faults(SAVE.withBody("{\"taskName\":\"\"}"), SAVED)).hasSize(1);
    assertThat(faults(SAVE.withBody("{\"taskName\":\"" + "a".repeat(101) + "\"}"), SAVED))
        .hasSize(1);
    assertThat(faults(SAVE.withBody("{\"taskName\":\" " + "a".repeat(100) + " \"}"), SAVED))
        .isEmpty();
    assertThat(faults(SAVE.withBody("{\"taskName\":\"A\",\"more\":1}"), SAVED)).hasSize(1);
    assertThat(faults(SAVE.withBody(""), SAVED)).hasSize(1);
    assertThat(faults(SAVE.withHeader("content-type", "text/plain"), SAVED)).hasSize(1);
    assertThat(faults(SAVE.withQuery("colour=red"), SAVED)).hasSize(1);
  }

  @Test
  void pathQueryAndHeadersMustMatchTheDocument() {
    HttpResponse deleted = HttpResponse.of(204);
    HttpResponse page = HttpResponse.json(200, "{\"items\":[],\"nextCursor\":null}");
    ApiGatewayEvent list = ApiGatewayEvent.of("GET", ApiDocument.BASE + "/cdr-tasks");

    assertThat(faults(delete(CONFIGURATION), deleted)).isEmpty();
    assertThat(faults(delete("cfg_1"), deleted)).hasSize(1);
    assertThat(faults(list.withQuery("limit=100&cursor=%31"), page)).isEmpty();
    assertThat(faults(list.withQuery("limit=101"), page)).hasSize(1);
    assertThat(faults(list.withQuery("limit=x"), page)).hasSize(1);
  }

  private List<String> faults(ApiGatewayEvent event, HttpResponse answer) {
    try {
      return contract.faults(HttpRequest.read(event.stream(), 20_000), answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ApiGatewayEvent delete(String configuration) {
    return ApiGatewayEvent.of(
        "DELETE", ApiDocument.BASE + "/webhook-configurations/" + configuration);
  }
}
