package io.cdrwebhooks.receiverrequest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.configuration.SignaturePeriods.Turn;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.statement.StatementPart;
import io.cdrwebhooks.terms.ReceiverRequests;
import io.cdrwebhooks.testing.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Tests that the function agrees with the vectors of the receiver kit, whose signatures PHP made.
class RequestVectorsTest {
  private static final Path FILE = Path.of("..", "receivers", "vectors", "receiver-requests.json");

  static Stream<JsonNode> vectors() throws IOException {
    return StreamSupport.stream(document().required("vectors").spliterator(), false);
  }

  private static JsonNode document() throws IOException {
    return new ObjectMapper().readTree(FILE.toFile());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void answerMatchesTheVector(JsonNode vector) throws IOException {
    RequestFixture function = function(document());

    int status =
        function
            .send(
                RequestFixture.event(
                    vector.required("body").asText(), vector.required("X-CDR-Signature").asText()))
            .status();

    assertThat(status).as(vector.toString()).isEqualTo(vector.required("status").asInt());
  }

  /// A configuration with the Signatures of the file, the current one first there, and a delivery.
  private static RequestFixture function(JsonNode document) {
    RequestFixture function = new RequestFixture();
    function.now = Instant.parse(document.required("now").asText());
    List<SignatureKey> keys =
        StreamSupport.stream(document.required("signatures").spliterator(), false)
            .map(text -> new SignatureKey(text.asText()))
            .toList()
            .reversed();
    ConfigurationId id = new ConfigurationId(document.required("configurationId").asText());
    ReceiverRequests on = new ReceiverRequests(true, List.of());
    WebhookConfiguration configuration = function.configured(id, on, keys.getFirst());
    for (SignatureKey next : keys.subList(1, keys.size())) {
      configuration =
          function.rotate(configuration, next, new Turn(function.now, Duration.ofDays(1)));
    }
    Delivery any = function.delivered(configuration, "tx00001.zip");
    Delivery _ =
        function.record(
            Samples.with(any, new DeliveryId(document.required("deliveryId").asText())));
    LocalDate day = LocalDate.parse("2026-03-04");
    StatementPart statement = RequestFixture.statement(id, day);
    assertThat(function.statements.add(statement)).isTrue();
    return function;
  }
}
