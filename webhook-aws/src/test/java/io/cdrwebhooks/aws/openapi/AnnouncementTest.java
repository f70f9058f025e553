package io.cdrwebhooks.aws.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.WebhookPayload;
import io.cdrwebhooks.delivery.WebhookRequest;
import io.cdrwebhooks.receiver.ReceiverUrl;
import io.cdrwebhooks.report.Inspection;
import io.cdrwebhooks.report.TaskId;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Tests that a receiver gets the documented request.
class AnnouncementTest {
  private static final Instant NOW = Instant.parse("2023-01-09T11:20:09Z");

  private final ApiDocument document = ApiDocument.ofThisTree();
  private final Place announcement = document.root().at("webhooks", "report-ready").at("post");
  private final WebhookRequest request =
      WebhookRequest.sign(
          new ReceiverUrl(URI.create("https://receiver.example/cdr")),
          DeliveryId.of(new UUID(0, 1)),
          new WebhookPayload(
              URI.create("https://cdr.example.com/bulk/cdr-mgr/v1/cdr-download-files/x"),
              NOW,
              "tx00001.zip",
              3949,
              new Inspection(100, ""),
              "Task Name Example",
              new TaskId(1)),
          List.of(new SignatureKey("the-first-of-two"), new SignatureKey("the-other-of-two")),
          NOW);

  @Test
  void bodyMatchesTheDocumentInItsOrder() throws IOException {
    JsonNode body = JsonMapper.builder().build().readTree(request.body());
    Place schema = announcement.at("requestBody").at("content").at("application/json", "schema");

    assertThat(document.faults(schema, body)).isEmpty();
    assertThat(body.fieldNames()).toIterable().isEqualTo(schema.at("properties").names());
  }

  @Test
  void headersMatchTheDocument() {
    Set<String> described = new HashSet<>(Set.of("Content-Type"));
    for (Place place : announcement.at("parameters").elements()) {
      Operation.Parameter header = new Operation.Parameter(place);
      String value = request.headers().get(header.name());
      described.add(header.name());

      assertThat(document.faults(header.schema(), new TextNode(value))).isEmpty();
    }
    assertThat(request.headers().keySet()).isEqualTo(described);
  }
}
