package io.cdrwebhooks.configapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.http.ApiGatewayEvent;
import io.cdrwebhooks.aws.openapi.ApiDocument;
import io.cdrwebhooks.aws.openapi.Operation;
import io.cdrwebhooks.aws.openapi.Operation.Parameter;
import io.cdrwebhooks.aws.openapi.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Tests each documented limit: the handler accepts values inside it and refuses values outside by
/// name.
class DocumentedLimitsTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  static Stream<Operation> operations() {
    return ApiDocument.ofThisTree().operations().stream()
        .filter(operation -> !operation.isForReceivers());
  }

  static Stream<Operation> operationsWithBody() {
    return operations().filter(operation -> operation.bodySchema().isPresent());
  }

  @ParameterizedTest
  @MethodSource("operationsWithBody")
  void fieldOutsideItsLimitsIsRefused(Operation operation) {
    Place fields = operation.bodySchema().orElseThrow().at("properties");
    for (String field : fields.names()) {
      for (JsonNode value : new SchemaBounds(fields.at(field)).outside()) {
        assertRefused(operation, right(operation).<ObjectNode>set(field, value), field);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("operationsWithBody")
  void fieldInsideItsLimitsIsAccepted(Operation operation) {
    Place fields = operation.bodySchema().orElseThrow().at("properties");
    for (String field : fields.names()) {
      for (JsonNode value : new SchemaBounds(fields.at(field)).inside()) {
        boolean ofTheOtherTask = field.equals("taskId") && value.longValue() > 1;
        // The Signature of these requests is too short for it.
        boolean needsALongSignature = value.asText().equals("signed-header");
        // No Signature is planned.
        boolean needsAPlan = value.asText().equals("next");
        if (!ofTheOtherTask && !needsALongSignature && !needsAPlan) {
          ObjectNode body = right(operation).set(field, value);
          addWhatItNeeds(body, field);

          assertThat(send(operation, body).status()).as(body.toString()).isLessThan(300);
        }
      }
    }
  }

  private static void addWhatItNeeds(ObjectNode body, String field) {
    switch (field) {
      case "graceMinutes" -> body.put("expectedEvery", "P1D");
      case "downloadProtection" ->
          body.putObject("receiverRequests")
              .put("enabled", false)
              .putArray("allowedNetworks")
              .add("203.0.113.0/24");
      default -> {}
    }
  }

  @ParameterizedTest
  @MethodSource("operationsWithBody")
  void missingRequiredFieldIsRefused(Operation operation) {
    Place schema = operation.bodySchema().orElseThrow();
    for (Place field : schema.at("required").elements()) {
      ObjectNode body = right(operation);
      body.remove(field.text());

      assertRefused(operation, body, field.text());
    }
    ObjectNode shortest = right(operation);
    shortest.retain(schema.at("required").elements().stream().map(Place::text).toList());
    assertThat(send(operation, shortest).status()).isLessThan(300);
  }

  @ParameterizedTest
  @MethodSource("operations")
  void parameterIsAcceptedOnlyInsideItsLimits(Operation operation) {
    ApiGatewayEvent taken = DocumentedRequests.taken(operation);
    for (Parameter parameter : operation.parameters("query")) {
      SchemaBounds bounds = new SchemaBounds(parameter.schema());
      for (JsonNode value : bounds.outsideAsText()) {
        Answer answer = DocumentedRequests.filled().send(with(taken, parameter, value));

        assertThat(answer.status()).as(parameter.name() + " " + value).isEqualTo(400);
        assertThat(answer.fieldsAtFault()).containsExactly(parameter.name());
      }
      for (JsonNode value : bounds.inside()) {
        boolean opaque = parameter.name().equals("cursor");
        Answer answer = DocumentedRequests.filled().send(with(taken, parameter, value));

        // A part beyond the last one is none of the statement.
        boolean isMissing = parameter.name().equals("part") && value.asInt() > 1;
        assertThat(answer.status()).isEqualTo(opaque ? 400 : isMissing ? 404 : 200);
      }
    }
  }

  /// Returns the event with one parameter, and those that the operation requires.
  private static ApiGatewayEvent with(ApiGatewayEvent event, Parameter parameter, JsonNode value) {
    String given =
        parameter.name() + "=" + URLEncoder.encode(value.asText(), StandardCharsets.UTF_8);
    boolean requiresDay = event.query().startsWith("day=") && !parameter.name().equals("day");
    return event.withQuery(requiresDay ? event.query() + "&" + given : given);
  }

  private static void assertRefused(Operation operation, ObjectNode body, String field) {
    Answer answer = send(operation, body);

    assertThat(answer.status()).as(body.toString()).isEqualTo(422);
    assertThat(answer.fieldsAtFault()).as(body.toString()).contains(field);
  }

  private static Answer send(Operation operation, ObjectNode body) {
    return DocumentedRequests.filled()
        .send(DocumentedRequests.taken(operation).withBody(body.toString()));
  }

  private static ObjectNode right(Operation operation) {
    try {
      return (ObjectNode) JSON.readTree(DocumentedRequests.body(operation));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
