package io.cdrwebhooks.receiverrequest;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.DynamoDbStores;
import io.cdrwebhooks.aws.http.HttpFunction;
import io.cdrwebhooks.aws.http.HttpRequest;
import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.aws.http.Problem;
import io.cdrwebhooks.configuration.CdrTasks;
import io.cdrwebhooks.configuration.SignatureVault;
import io.cdrwebhooks.configuration.WebhookConfigurations;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.link.CallbackUrls;
import io.cdrwebhooks.link.DownloadLinks;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.log.Metrics;
import io.cdrwebhooks.path.PublicPaths;
import io.cdrwebhooks.receiverrequest.Senders.Sender;
import io.cdrwebhooks.report.Reports;
import io.cdrwebhooks.request.AcceptedRequests;
import io.cdrwebhooks.request.AcceptedRequests.Acceptance;
import io.cdrwebhooks.request.ReceiverRequest;
import io.cdrwebhooks.request.RequestBody;
import io.cdrwebhooks.statement.Statements;
import io.cdrwebhooks.time.Instants;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// Answers a request that a receiver signed: a fresh link to a report, a list of reports, a receipt
/// for one, or the statement of a day.
///
/// Every request without a valid signature gets the same 401 after the same reads, so that a caller
/// cannot find out which ids exist. Thread-safe if its stores are. A fault is logged once and
/// answered with 503. No log line has a token, a key or a signature.
public final class ReceiverRequestHandler implements RequestStreamHandler {
  /// The path of receivers' requests, below the public base URL.
  public static final String PATH = PublicPaths.BASE + PublicPaths.RECEIVER_REQUESTS;

  private static final String RETRY_AFTER = "Retry-After";
  private static final HttpResponse AFTER_A_FAULT =
      Problem.of(503, "The request could not be answered. Repeat it under another id.")
          .toResponse()
          .withHeader(RETRY_AFTER, "30");

  private final Stores stores;
  private final Senders senders;
  private final CallbackUrls urls;
  private final Inputs inputs;
  private final HttpFunction function;

  /// The stores that the handler reads and writes.
  public record Stores(
      WebhookConfigurations configurations,
      CdrTasks tasks,
      Deliveries deliveries,
      DownloadLinks links,
      AcceptedRequests requests,
      Reports reports,
      Statements statements) {}

  /// The clock, random ids for access tokens, the log, and the metrics.
  public record Inputs(InstantSource clock, Supplier<UUID> tokens, EventLog log, Metrics metrics) {}

  /// Creates the handler for Lambda, with the settings of this process.
  public ReceiverRequestHandler() {
    this(ReceiverRequestEnvironment.ofThisProcess());
    ReceiverRequestEnvironment.rehearse(inputs.log());
  }

  private ReceiverRequestHandler(ReceiverRequestEnvironment environment) {
    // The clients stay open as long as the function lives.
    AwsClients clients = environment.clients();
    Inputs inputs = environment.inputs();
    this(
        ReceiverRequestEnvironment.stores(
            new DynamoDbStores(clients.dynamoDb(), environment.tables()), clients.s3()),
        environment.vault(clients, inputs.clock()),
        new CallbackUrls(environment.callbackBaseUrl()),
        inputs);
  }

  public ReceiverRequestHandler(
      Stores stores, SignatureVault vault, CallbackUrls urls, Inputs inputs) {
    this.stores = stores;
    this.senders = new Senders(stores, vault, inputs.log());
    this.urls = urls;
    this.inputs = inputs;
    this.function = new HttpFunction(RequestBody.LIMIT_BYTES, AFTER_A_FAULT, inputs.log());
  }

  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context)
      throws IOException {
    function.handle(event, answer, this::answer);
  }

  private HttpResponse answer(HttpRequest request) {
    return request.method().equals("POST") && request.path().equals(PATH)
        ? answerSigned(request)
        : Problem.of(404, "There is no such resource.").toResponse();
  }

  private HttpResponse answerSigned(HttpRequest request) {
    Instant now = Instants.now(inputs.clock());
    Optional<RequestBody> body = RequestBody.parse(request.body().bytes());
    Optional<Sender> sender = senders.find(body, request, now);
    if (body.isEmpty() || sender.isEmpty()) {
      return Problem.of(401, "The signature is missing or invalid.").toResponse();
    }
    return switch (body.get().read()) {
      case RequestBody.Reading.Malformed(String reason) -> Problem.of(422, reason).toResponse();
      case RequestBody.Reading.Read(ReceiverRequest asked) -> answer(asked, sender.get(), now);
    };
  }

  private HttpResponse answer(ReceiverRequest asked, Sender sender, Instant now) {
    Optional<DeliveryId> renewed =
        asked instanceof ReceiverRequest.RenewLink renew
            ? Optional.of(renew.delivery())
            : Optional.empty();
    return switch (stores
        .requests()
        .accept(sender.configuration().id(), asked.id(), renewed, now)) {
      case Acceptance.IdUsed() ->
          Problem.of(409, "This id was already used. Use a new one.").toResponse();
      case Acceptance.TooMany(Duration retryAfter) ->
          Problem.of(429, "Too many requests.")
              .toResponse()
              .withHeader(RETRY_AFTER, Long.toString(retryAfter.toSeconds()));
      case Acceptance.Accepted() -> accepted(asked, sender, now);
    };
  }

  private HttpResponse accepted(ReceiverRequest asked, Sender sender, Instant now) {
    inputs
        .log()
        .info(
            "request.accepted",
            "configurationId",
            sender.configuration().id(),
            "request",
            asked.getClass().getSimpleName());
    return switch (asked) {
      case ReceiverRequest.RenewLink _ -> new LinkRenewal(stores, urls, inputs).answer(sender, now);
      case ReceiverRequest.ListReports list ->
          new ReportListAnswer(stores.deliveries()).answer(list, sender, now);
      case ReceiverRequest.ListNumbers list ->
          new NumberListing(stores.deliveries()).answer(list, sender, now);
      case ReceiverRequest.ConfirmFile receipt ->
          new FileConfirmation(stores.links(), inputs).answer(receipt, sender, now);
      case ReceiverRequest.Statement asks ->
          new StatementAnswer(stores.statements()).answer(asks, sender, now);
    };
  }
}
