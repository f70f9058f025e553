package io.cdrwebhooks.aws.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.delivery.AttemptNumber;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.PayloadDetails;
import io.cdrwebhooks.delivery.WebhookPayload;
import io.cdrwebhooks.delivery.WebhookRequest;
import io.cdrwebhooks.receiver.ReceiverUrl;
import io.cdrwebhooks.report.Inspection;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.testing.SignatureVector;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Tests that a receiver gets the documented request.
class AnnouncementTest {
  private static final Path VECTORS = Path.of("..", "receivers", "vectors");
  private static final Instant NOW = Instant.parse("2023-01-09T11:20:09Z");

  private final ApiDocument document = ApiDocument.ofThisTree();
  private final Place announcement = document.root().at("webhooks", "report-ready").at("post");
  private final WebhookPayload payload =
      new WebhookPayload(
          URI.create("https://cdr.example.com/bulk/cdr-mgr/v1/cdr-download-files/x"),
          NOW,
          "tx00001.zip",
          3949,
          new Inspection(100, ""),
          "Task Name Example",
          new TaskId(1),
          Optional.empty());
  private final WebhookRequest request =
      WebhookRequest.sign(
          new ReceiverUrl(URI.create("https://receiver.example/cdr")),
          DeliveryId.of(new UUID(0, 1)),
          payload,
          List.of(new SignatureKey("the-first-of-two"), new SignatureKey("the-other-of-two")),
          NOW);

  @Test
  void bodyMatchesTheDocumentInItsOrder() throws IOException {
    JsonNode body = JsonMapper.builder().build().readTree(request.body());

    assertThat(document.faults(schema("ReportReady"), body)).isEmpty();
    assertThat(document.faults(sent(), body)).isEmpty();
    assertThat(body.fieldNames())
        .toIterable()
        .isEqualTo(schema("ReportReadyFields").at("properties").names());
  }

  @Test
  void payloadTwoMatchesTheDocumentInItsOrder() throws IOException {
    PayloadDetails details =
        new PayloadDetails(
            DeliveryId.of(new UUID(0, 1)),
            ConfigurationId.of(new UUID(0, 2)),
            NOW,
            new AttemptNumber(1, 2),
            false,
            7,
            NOW,
            Optional.empty());
    JsonNode body =
        JsonMapper.builder().build().readTree(payload.with(Optional.of(details)).toJson());

    assertThat(document.faults(schema("ReportReadyTwo"), body)).isEmpty();
    assertThat(document.faults(sent(), body)).isEmpty();
    assertThat(document.faults(schema("ReportReady"), body)).isNotEmpty();
    List<String> names = new ArrayList<>(schema("ReportReadyFields").at("properties").names());
    names.addAll(schema("ReportReadyTwo").at("allOf").elements().get(1).at("properties").names());
    assertThat(body.fieldNames()).toIterable().isEqualTo(names);
  }

  /// Receivers compare what arrives with these files.
  @Test
  void publishedPayloadTwoMatchesItsSchemas() throws IOException {
    JsonMapper mapper = JsonMapper.builder().build();
    Schema published =
        SchemaRegistry.withDefaultDialect(Dialects.getDraft202012())
            .getSchema(mapper.readTree(VECTORS.resolve("payload-2.schema.json").toFile()));
    List<JsonNode> bodies = new ArrayList<>();
    for (SignatureVector vector : SignatureVector.ofPayloadTwo()) {
      bodies.add(mapper.readTree(vector.body()));
    }
    for (JsonNode vector : mapper.readTree(VECTORS.resolve("announcements.json").toFile())) {
      if (vector.path("name").asText().startsWith("payload 2")) {
        bodies.add(mapper.readTree(vector.path("body").asText()));
      }
    }
    assertThat(bodies).hasSizeGreaterThan(10);
    for (JsonNode body : bodies) {
      assertThat(published.validate(body)).isEmpty();
      assertThat(document.faults(schema("ReportReadyTwo"), body)).isEmpty();
    }
  }

  @Test
  void noticesMatchTheDocumentInItsOrderAndAreNoAnnouncements() throws IOException {
    Place notice = document.root().at("webhooks", "receiver-notice").at("post");
    for (SignatureVector vector : SignatureVector.ofNotices()) {
      JsonNode body = JsonMapper.builder().build().readTree(vector.body());
      boolean isStatement = body.path("notice").asText().equals("statement-ready");
      Place schema = schema(isStatement ? "StatementReady" : "ReportOverdue");

      assertThat(document.faults(schema, body)).as(vector.name()).isEmpty();
      assertThat(document.faults(content(notice), body)).as(vector.name()).isEmpty();
      assertThat(document.faults(sent(), body)).as(vector.name()).isNotEmpty();
      assertThat(body.fieldNames()).toIterable().isEqualTo(schema.at("properties").names());
    }
  }

  private Place schema(String name) {
    return document.root().at("components").at("schemas", name);
  }

  private Place sent() {
    return content(announcement);
  }

  private static Place content(Place operation) {
    return operation.at("requestBody").at("content").at("application/json", "schema");
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
