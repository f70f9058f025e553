package io.cdrwebhooks.receiverrequest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdrwebhooks.aws.http.ApiGatewayEvent;
import io.cdrwebhooks.aws.http.HttpRequest;
import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.aws.openapi.ApiContract;
import io.cdrwebhooks.aws.openapi.ApiDocument;
import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.InMemoryCdrTasks;
import io.cdrwebhooks.configuration.InMemoryWebhookConfigurations;
import io.cdrwebhooks.configuration.SealedSignature;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.configuration.SignaturePeriods;
import io.cdrwebhooks.configuration.SignatureVault;
import io.cdrwebhooks.configuration.SignatureVault.Purpose;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.configuration.WebhookConfigurations;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.InMemoryDeliveries;
import io.cdrwebhooks.delivery.PayloadSignatures;
import io.cdrwebhooks.link.CallbackUrls;
import io.cdrwebhooks.link.InMemoryDownloadLinks;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.log.Metrics;
import io.cdrwebhooks.receiver.ReceiverUrl;
import io.cdrwebhooks.report.InMemoryReports;
import io.cdrwebhooks.report.Inspection;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportMetadata;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.request.InMemoryAcceptedRequests;
import io.cdrwebhooks.statement.InMemoryStatements;
import io.cdrwebhooks.statement.StatementPart;
import io.cdrwebhooks.statement.StatementWriter;
import io.cdrwebhooks.terms.DownloadProtection;
import io.cdrwebhooks.terms.PayloadVersion;
import io.cdrwebhooks.terms.ReceiverRequests;
import io.cdrwebhooks.terms.ReceiverTerms;
import io.cdrwebhooks.terms.SendLimits;
import io.cdrwebhooks.testing.InterceptedCalls;
import io.cdrwebhooks.testing.Samples;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The function over in-memory stores, with a clock that tests set, and the calls and log lines
/// that it makes. Every answer must match the document.
final class RequestFixture {
  static final SignatureKey KEY = new SignatureKey("a Signature of a receiver that may ask");
  static final TaskId TASK = new TaskId(1);
  private static final ObjectMapper JSON = new ObjectMapper();

  final InMemoryWebhookConfigurations configurations = new InMemoryWebhookConfigurations();
  final InMemoryDeliveries deliveries = new InMemoryDeliveries();
  final InMemoryDownloadLinks links = new InMemoryDownloadLinks();
  final InMemoryAcceptedRequests accepted = new InMemoryAcceptedRequests();
  final InMemoryStatements statements = new InMemoryStatements();
  final InMemoryReports reports = new InMemoryReports();
  final ApiContract contract = new ApiContract(ApiDocument.ofThisTree());
  final List<String> calls = new ArrayList<>();
  final List<String> log = new ArrayList<>();
  final List<String> metrics = new ArrayList<>();
  PayloadVersion payloadVersion = PayloadVersion.STANDARD;
  DownloadProtection downloadProtection = DownloadProtection.STANDARD;
  Instant now = Instant.parse("2026-03-05T03:12:44.500Z");
  Optional<RuntimeException> fault = Optional.empty();

  private final ReceiverRequestHandler handler;

  RequestFixture() {
    InMemoryCdrTasks tasks = new InMemoryCdrTasks(configurations);
    assertThat(tasks.save(CdrTask.of(TASK, "Calls", Optional.empty(), now), Optional.empty()))
        .isNotNull();
    handler =
        new ReceiverRequestHandler(
            new ReceiverRequestHandler.Stores(
                watched(WebhookConfigurations.class, configurations),
                tasks,
                watched(Deliveries.class, deliveries),
                links,
                accepted,
                reports,
                statements),
            watched(SignatureVault.class, new PlainVault()),
            new CallbackUrls(URI.create("https://cdr.example")),
            new ReceiverRequestHandler.Inputs(
                () -> now,
                UUID::randomUUID,
                new EventLog(() -> now, log::add),
                new Metrics(() -> now, metrics::add)));
  }

  /// Keeps a Signature in the place of its sealed text.
  private static final class PlainVault implements SignatureVault {
    @Override
    public SealedSignature seal(SignatureKey key, ConfigurationId configuration, Purpose purpose) {
      return new SealedSignature("plain", new String(key.bytes(), StandardCharsets.UTF_8));
    }

    @Override
    public SignatureKey open(
        SealedSignature sealed, ConfigurationId configuration, Purpose purpose) {
      return new SignatureKey(sealed.ciphertext());
    }
  }

  private <T> T watched(Class<T> type, T store) {
    return InterceptedCalls.of(
        type,
        store,
        call -> {
          calls.add(type.getSimpleName() + "." + call.method());
          if (fault.isPresent()) {
            throw fault.get();
          }
          return call.proceed();
        });
  }

  /// Stores a configuration whose receiver may ask from anywhere.
  WebhookConfiguration configured() {
    return configured(new ReceiverRequests(true, List.of()), KEY);
  }

  WebhookConfiguration configured(ReceiverRequests requests, SignatureKey key) {
    return configured(ConfigurationId.of(UUID.randomUUID()), requests, key);
  }

  WebhookConfiguration configured(ConfigurationId id, ReceiverRequests requests, SignatureKey key) {
    WebhookConfiguration created =
        WebhookConfiguration.create(
                id,
                "Receiver " + id,
                new ReceiverUrl(URI.create("https://receiver.example/")),
                SignaturePeriods.first(new PlainVault().seal(key, id, Purpose.SIGNATURE), key, now),
                now)
            .with(
                new ReceiverTerms(
                    SendLimits.STANDARD, payloadVersion, downloadProtection, requests, false));
    assertThat(configurations.create(created)).isNotNull();
    return created;
  }

  /// Gives the configuration another Signature now; the old one signs until `overlap` is over.
  WebhookConfiguration rotate(
      WebhookConfiguration was, SignatureKey key, SignaturePeriods.Turn turn) {
    SignaturePeriods rotated =
        was.signatures()
            .rotated(new PlainVault().seal(key, was.id(), Purpose.SIGNATURE), key, turn, now)
            .orElseThrow();
    WebhookConfiguration changed = was.withSignatures(rotated, now);
    assertThat(configurations.replace(changed, was.revision()))
        .isEqualTo(new WebhookConfigurations.Saving.Saved());
    return changed;
  }

  /// Records a delivered report, which exists.
  Delivery delivered(WebhookConfiguration configuration, String fileName) {
    return delivered(configuration, new ReportKey(TASK, fileName), now);
  }

  Delivery delivered(WebhookConfiguration configuration, ReportKey key, Instant createdAt) {
    ReportVersion version =
        new ReportVersion("reports", key, Optional.of(UUID.randomUUID().toString()));
    reports.put(version, new byte[] {1, 2, 3}, ReportMetadata.parse(Map.of()));
    return record(
        Samples.with(
            Samples.with(
                Samples.delivery(version, configuration.id(), createdAt),
                new Delivery.Upload(version, createdAt, 3, Optional.of(new Inspection(100, "")))),
            DeliveryProgress.kept(DeliveryStatus.DELIVERED, "")));
  }

  Delivery record(Delivery delivery) {
    assertThat(deliveries.record(delivery)).isEqualTo(new Deliveries.Recording.Recorded());
    return delivery;
  }

  String renewal(DeliveryId delivery) {
    return "{\"request\":\"renew-link\",\"id\":\"%s\",\"at\":\"%s\",\"deliveryId\":\"%s\"}"
        .formatted(requestId(), now, delivery);
  }

  String listing(String named, Instant from, Optional<String> cursor) {
    String continued = cursor.map(text -> ",\"cursor\":\"" + text + "\"").orElse("");
    return "{\"request\":\"list-reports\",\"id\":\"%s\",\"at\":\"%s\",%s,\"from\":\"%s\"%s}"
        .formatted(requestId(), now, named, from, continued);
  }

  String numbers(String named, TaskId task, long from) {
    return "{\"request\":\"list-numbers\",\"id\":\"%s\",\"at\":\"%s\",%s,\"taskId\":%s,\"from\":%d}"
        .formatted(requestId(), now, named, task, from);
  }

  String receipt(DeliveryId delivery, String sha256) {
    return "{\"request\":\"confirm-file\",\"id\":\"%s\",\"at\":\"%s\",\"deliveryId\":\"%s\",\"fileSha256\":\"%s\"}"
        .formatted(requestId(), now, delivery, sha256);
  }

  String statement(DeliveryId delivery, String day, int part) {
    return "{\"request\":\"statement\",\"id\":\"%s\",\"at\":\"%s\",\"deliveryId\":\"%s\",\"day\":\"%s\",\"part\":%d}"
        .formatted(requestId(), now, delivery, day, part);
  }

  /// Returns the statement of a day without reports.
  static StatementPart statement(ConfigurationId configuration, LocalDate day) {
    return new StatementWriter(new InMemoryDeliveries())
        .part(configuration, day, Optional.empty(), Instant.parse(day.plusDays(1) + "T01:00:00Z"))
        .part();
  }

  static String requestId() {
    return "req_" + UUID.randomUUID().toString().replace("-", "");
  }

  HttpResponse ask(String body) {
    return ask(body, KEY);
  }

  HttpResponse ask(String body, SignatureKey key) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return send(event(body, PayloadSignatures.xCdrSignature(key, bytes)));
  }

  static ApiGatewayEvent event(String body, String signature) {
    return ApiGatewayEvent.of("POST", ReceiverRequestHandler.PATH)
        .withHeader("content-type", "application/json")
        .withHeader("x-cdr-signature", signature)
        .withBody(body);
  }

  HttpResponse send(ApiGatewayEvent event) {
    byte[] sent = event.json();
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try {
      handler.handleRequest(new ByteArrayInputStream(sent), answer, null);
      HttpResponse response = parse(answer.toByteArray());
      HttpRequest request = HttpRequest.read(new ByteArrayInputStream(sent), Integer.MAX_VALUE);
      assertThat(contract.faults(request, response)).as(response + response.body()).isEmpty();
      return response;
    } catch (IOException e) {
      throw new AssertionError("the function ended without an answer", e);
    }
  }

  static JsonNode json(HttpResponse answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static HttpResponse parse(byte[] answer) throws IOException {
    JsonNode json = JSON.readTree(answer);
    Map<String, String> headers = new HashMap<>();
    json.path("headers")
        .properties()
        .forEach(each -> headers.put(each.getKey(), each.getValue().asText()));
    return new HttpResponse(json.path("statusCode").asInt(), headers, json.path("body").asText());
  }
}
