package io.cdrwebhooks.configapi;

import static java.util.stream.Collectors.toMap;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.DynamoDbStores;
import io.cdrwebhooks.aws.http.Answers;
import io.cdrwebhooks.aws.http.HttpFunction;
import io.cdrwebhooks.aws.http.HttpRequest;
import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.aws.http.JsonBody;
import io.cdrwebhooks.aws.http.Problem;
import io.cdrwebhooks.aws.http.QueryParameters;
import io.cdrwebhooks.aws.http.Step;
import io.cdrwebhooks.configapi.changes.SignIns;
import io.cdrwebhooks.configapi.configurations.ReceiverCheck;
import io.cdrwebhooks.configapi.http.ApiRequest;
import io.cdrwebhooks.configapi.http.ReaderView;
import io.cdrwebhooks.configapi.http.Route;
import io.cdrwebhooks.configapi.inputs.ApiInputs;
import io.cdrwebhooks.configapi.inputs.ApiStores;
import io.cdrwebhooks.configuration.SignatureVault;
import io.cdrwebhooks.json.Json;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.notice.Notices;
import io.cdrwebhooks.report.SampleReports;
import io.cdrwebhooks.work.WorkMessages;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;

/// Answers the requests to the API. It checks whether the caller may send the request, finds the
/// operation, and turns faults into answers.
///
/// Thread-safe if its stores are. Faults are answered with 500 and logged once.
public final class ConfigApiHandler implements RequestStreamHandler {
  private static final String HEALTH = Route.BASE + Route.HEALTH;
  private static final Pattern LOGGABLE_ID = Pattern.compile("[a-z0-9_]{1,40}");

  private final Operations operations;
  private final SignIns signIns;
  private final Deployment deployment;
  private final HttpFunction function;
  private final EventLog log;

  /// The services that the operations use in addition to the stores.
  public record Collaborators(
      SignatureVault vault,
      ReceiverCheck receivers,
      SampleReports samples,
      WorkMessages workMessages,
      Notices notices) {}

  /// Creates the handler for Lambda, with the settings of this process.
  public ConfigApiHandler() {
    this(ConfigApiEnvironment.ofThisProcess());
    ConfigApiEnvironment.rehearse(log);
  }

  ConfigApiHandler(ConfigApiEnvironment environment) {
    // The clients stay open as long as the function lives.
    AwsClients clients = new AwsClients(environment.aws());
    this(
        ConfigApiEnvironment.stores(
            new DynamoDbStores(clients.dynamoDb(), environment.tables()), InstantSource.system()),
        environment.collaborators(clients),
        environment.deployment(),
        new ApiInputs(InstantSource.system(), UUID::randomUUID, EventLog.toStandardOutput()));
  }

  public ConfigApiHandler(
      ApiStores stores, Collaborators collaborators, Deployment deployment, ApiInputs inputs) {
    this.operations = Operations.of(stores, collaborators, deployment, inputs);
    this.signIns = new SignIns(stores.changes(), inputs);
    this.deployment = deployment;
    this.log = inputs.log();
    this.function = new HttpFunction(JsonBody.LIMIT_BYTES, Problem.of(500, "").toResponse(), log);
  }

  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context)
      throws IOException {
    function.handle(event, answer, request -> answer(asOfClient(request)));
  }

  private HttpRequest asOfClient(HttpRequest request) {
    return deployment.console().map(request::through).orElse(request);
  }

  private HttpResponse answer(HttpRequest request) {
    if (request.path().equals(HEALTH)) {
      return health(request.method());
    }
    if (!request.caller().authenticated()) {
      return unauthorized();
    }
    Map<String, Route> byMethod =
        Route.at(request.path()).stream().collect(toMap(Route::method, route -> route));
    Route route = byMethod.get(request.method());
    if (route != null) {
      return operate(request, route);
    }
    return byMethod.isEmpty() ? Answers.notFound() : otherMethods(byMethod.keySet());
  }

  /// Answers a health check, without a token and with any query. A monitor may add a query to
  /// prevent cached answers.
  private static HttpResponse health(String method) {
    return method.equals("GET")
        ? Answers.json(200, Answers.object().put("status", "UP"))
        : otherMethods(Set.of("GET"));
  }

  private static HttpResponse otherMethods(Set<String> allowed) {
    return Problem.of(405, "")
        .toResponse()
        .withHeader("Allow", String.join(", ", new TreeSet<>(allowed)));
  }

  private HttpResponse operate(HttpRequest request, Route route) {
    signIns.note(request);
    String id = route.variable(request.path());
    Optional<String> readOnly = deployment.whyReadOnly(request.caller());
    HttpResponse response =
        allow(request, route, readOnly)
            .then(_ -> QueryParameters.read(request.query(), route.parameters()))
            .answer(query -> perform(route, new ApiRequest(request, query, id, readOnly)));
    if (route.changes() || route.showsOne()) {
      logAnswer(request, route, id, response);
    }
    return response;
  }

  private HttpResponse perform(Route route, ApiRequest request) {
    HttpResponse answer = operations.answer(route, request);
    return request.readOnly().isEmpty() ? answer : ReaderView.hideSecrets(answer);
  }

  private Step<Route> allow(HttpRequest request, Route route, Optional<String> readOnly) {
    String wanted = deployment.scopes().wantedBy(route.method());
    Optional<String> refusal =
        route.changes()
            ? readOnly
            : Optional.of("The token lacks the scope " + wanted + ".")
                .filter(_ -> !request.caller().scopes().contains(wanted));
    return refusal
        .<Step<Route>>map(reason -> new Step.Answered<>(forbidden(reason, wanted)))
        .orElseGet(() -> new Step.Continue<>(route));
  }

  /// Answers 403 as RFC 6750, 3.1 defines it.
  private static HttpResponse forbidden(String reason, String wanted) {
    return Problem.of(403, reason)
        .toResponse()
        .withHeader(
            "WWW-Authenticate", "Bearer error=\"insufficient_scope\", scope=\"" + wanted + "\"");
  }

  private void logAnswer(HttpRequest request, Route route, String id, HttpResponse response) {
    log.info(
        route.changes() ? "change.answered" : "read.answered",
        Json.object(
            "requestId", request.requestId(),
            "subject", request.caller().subject().orElse(""),
            "clientId", request.caller().token().clientId().orElse(""),
            "address", request.caller().sourceIp(),
            "operation", route.method() + " " + route.template(),
            "id", loggedId(id, response),
            "status", response.status()));
  }

  /// Returns the created id, or otherwise the id in the path; empty text if that cannot be an id.
  private static String loggedId(String id, HttpResponse response) {
    return Optional.ofNullable(response.headers().get("Location"))
        .map(location -> location.substring(location.lastIndexOf('/') + 1))
        .orElseGet(() -> LOGGABLE_ID.matcher(id).matches() ? id : "");
  }

  /// Answers 401 as the gateway does when a request has no valid token.
  private static HttpResponse unauthorized() {
    return Answers.json(401, Answers.object().put("message", "Unauthorized"))
        .withHeader("WWW-Authenticate", "Bearer");
  }
}
