package io.cdrwebhooks.downloadlink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.cdrwebhooks.aws.AwsAccess;
import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.http.ApiGatewayEvent;
import io.cdrwebhooks.aws.http.HttpRequest;
import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.aws.openapi.ApiContract;
import io.cdrwebhooks.aws.openapi.ApiDocument;
import io.cdrwebhooks.aws.s3.S3PresignedUrls;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.InMemoryDeliveries;
import io.cdrwebhooks.delivery.LinkUse;
import io.cdrwebhooks.delivery.LinkUses;
import io.cdrwebhooks.link.AccessToken;
import io.cdrwebhooks.link.CallbackUrls;
import io.cdrwebhooks.link.DownloadLink;
import io.cdrwebhooks.link.DownloadLinks;
import io.cdrwebhooks.link.InMemoryDownloadLinks;
import io.cdrwebhooks.link.TokenHash;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.statistics.InMemoryStatistics;
import io.cdrwebhooks.statistics.Statistics;
import io.cdrwebhooks.testing.InterceptedCalls;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The function over in-memory stores, with a clock that tests set and a log that they read. Every
/// answer must match the document.
final class LinkFixture {
  final InMemoryDownloadLinks links = new InMemoryDownloadLinks();
  final InMemoryDeliveries deliveries = new InMemoryDeliveries();
  final InMemoryStatistics counted = new InMemoryStatistics();
  final ApiContract contract = new ApiContract(ApiDocument.ofThisTree());
  final List<String> log = new ArrayList<>();
  final List<TokenHash> lookUps = new ArrayList<>();
  Optional<RuntimeException> statisticsFault = Optional.empty();
  Instant now = Instant.parse("2023-01-09T11:20:09.500Z");

  private final DownloadLinkHandler handler;

  /// Signing needs keys but no connection.
  static final Map<String, String> KEYS =
      Map.of(
          "AWS_REGION", "eu-central-1",
          "AWS_ACCESS_KEY_ID", "id",
          "AWS_SECRET_ACCESS_KEY", "secret");

  static S3PresignedUrls urls(Map<String, String> environment) {
    return new S3PresignedUrls(
        new AwsClients(AwsAccess.fromEnvironment(environment)).s3Presigner());
  }

  /// Creates a function that signs URLs with keys of no account.
  LinkFixture() {
    this(urls(KEYS));
  }

  LinkFixture(S3PresignedUrls urls) {
    this(urls, Optional.empty());
  }

  /// `uses` stands in for the stored deliveries.
  LinkFixture(S3PresignedUrls urls, Optional<LinkUses> uses) {
    DownloadLinks watched =
        InterceptedCalls.of(
            "find",
            DownloadLinks.class,
            links,
            call -> {
              lookUps.add((TokenHash) call.argument(0));
              return call.proceed();
            });
    Statistics statistics =
        InterceptedCalls.of(
            Statistics.class,
            counted,
            call -> {
              if (statisticsFault.isPresent()) {
                throw statisticsFault.get();
              }
              return call.proceed();
            });
    handler =
        new DownloadLinkHandler(
            new DownloadLinkHandler.Stores(watched, uses.orElse(deliveries), statistics),
            urls,
            () -> now,
            new EventLog(() -> now, log::add));
  }

  /// Issues a link to the report now, for a delivery that is stored.
  AccessToken issue(ReportVersion report) {
    AccessToken token = AccessToken.of(UUID.randomUUID());
    issue(token, report);
    return token;
  }

  void issue(AccessToken token, ReportVersion report) {
    links.issue(DownloadLink.issue(token, stored(report), now));
  }

  Delivery stored(ReportVersion report) {
    return deliveries.find(delivery(report)).orElseThrow();
  }

  DeliveryId delivery(ReportVersion report) {
    Optional<ConfigurationId> configuration = Optional.of(ConfigurationId.of(new UUID(0, 1)));
    DeliveryId id = DeliveryId.of(report, "sequencer");
    deliveries.record(
        new Delivery(
            id,
            configuration,
            new Delivery.Upload(report, Instant.EPOCH, 1, Optional.empty()),
            Instant.EPOCH,
            DeliveryProgress.kept(DeliveryStatus.DELIVERED, "")));
    return id;
  }

  Optional<LinkUse> linkUse(DeliveryId id) {
    return deliveries.find(id).orElseThrow().progress().linkUse();
  }

  HttpResponse send(String method, AccessToken token) {
    return send(method, CallbackUrls.PATH + token.reveal());
  }

  HttpResponse send(String method, String path) {
    return send(ApiGatewayEvent.of(method, path).stream());
  }

  HttpResponse send(InputStream event) {
    try {
      byte[] sent = event.readAllBytes();
      HttpResponse response = sendUnchecked(sent);
      checkContract(sent, response);
      return response;
    } catch (IOException e) {
      throw new AssertionError("the event has an end", e);
    }
  }

  /// Sends a request that the contract does not describe, because no client makes it.
  HttpResponse sendUnchecked(byte[] event) {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try {
      handler.handleRequest(new ByteArrayInputStream(event), answer, null);
      return parse(answer.toByteArray());
    } catch (IOException e) {
      throw new AssertionError("the function ended without an answer", e);
    }
  }

  private void checkContract(byte[] event, HttpResponse answer) {
    HttpRequest request;
    try {
      request = HttpRequest.read(new ByteArrayInputStream(event), Integer.MAX_VALUE);
    } catch (IOException _) {
      return; // no request that a client could make
    }
    assertThat(contract.faults(request, answer))
        .as(request + ": " + answer.status() + " " + answer.body())
        .isEmpty();
  }

  private static HttpResponse parse(byte[] answer) throws IOException {
    Map<String, String> headers = new HashMap<>();
    int status = 0;
    String body = "";
    try (JsonParser json = new JsonFactory().createParser(new ByteArrayInputStream(answer))) {
      assertThat(json.nextToken()).isEqualTo(JsonToken.START_OBJECT);
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        switch (json.currentName()) {
          case "statusCode" -> status = json.nextIntValue(0);
          case "body" -> body = json.nextTextValue();
          case "headers" -> {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
              headers.put(json.currentName(), json.nextTextValue());
            }
          }
          default -> json.nextToken();
        }
      }
    }
    return new HttpResponse(status, headers, body);
  }
}
