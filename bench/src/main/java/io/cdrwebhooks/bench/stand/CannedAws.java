package io.cdrwebhooks.bench.stand;

import static java.util.Objects.requireNonNull;

import io.cdrwebhooks.aws.AwsService;
import io.cdrwebhooks.bench.stand.LoopbackServer.Answer;
import io.cdrwebhooks.bench.stand.LoopbackServer.Received;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;

/// Answers the functions' requests to AWS with fixed answers. The answers let a function do all of
/// its work for any task, report, token or delivery.
///
/// It stores only the task of each delivery, so it costs little, and the same request always gets
/// the same answer.
public final class CannedAws implements AutoCloseable {
  private final LoopbackServer server;
  private final Map<AwsService, LoopbackServer> servers = new EnumMap<>(AwsService.class);
  private final AwsAnswers answers;
  private final CannedReports reports = new CannedReports();
  private final Consumer<Call> calls;

  /// A request to AWS; `operation` is for example `DynamoDB.GetItem` or `S3.GET`.
  public record Call(String operation, long beganNanos) {}

  /// Starts the servers. Every task's reports go to `receiver`; `calls` gets each request before
  /// its answer.
  public CannedAws(Optional<Certificate> certificate, URI receiver, Consumer<Call> calls)
      throws IOException {
    this.answers = new AwsAnswers(receiver);
    this.calls = calls;
    this.server = new LoopbackServer(certificate, this::answer);
    for (AwsService service : AwsService.values()) {
      servers.put(service, new LoopbackServer(certificate, this::answer));
    }
  }

  /// Returns the environment variables of a deployed function whose AWS this is, at one address.
  public Map<String, String> settings() throws IOException {
    Properties settings = new Properties();
    try (InputStream file = CannedAws.class.getResourceAsStream("function.properties")) {
      settings.load(requireNonNull(file));
    }
    Map<String, String> variables = new HashMap<>();
    settings.forEach(
        (name, value) ->
            variables.put("" + name, ("" + value).replace("{aws}", "" + server.url())));
    return variables;
  }

  /// Returns these variables with another address for each service, as in AWS, so that the function
  /// opens separate connections.
  public Map<String, String> settingsByService() throws IOException {
    Map<String, String> variables = settings();
    servers.forEach(
        (service, own) -> variables.put("AWS_ENDPOINT_URL_" + service, own.url().toString()));
    return variables;
  }

  public void dropConnections() {
    server.dropConnections();
    servers.values().forEach(LoopbackServer::dropConnections);
  }

  private Answer answer(Received request) {
    Optional<String> target = request.header("X-Amz-Target");
    String operation = target.map(CannedAws::operation).orElseGet(() -> "S3." + request.method());
    calls.accept(new Call(operation, request.beganNanos()));
    return target.isEmpty() ? reports.answer(request) : answers.answer(operation, request.text());
  }

  /// Returns the operation without the service's version.
  private static String operation(String target) {
    int dot = target.indexOf('.');
    String service = target.substring(0, dot);
    int version = service.indexOf('_');
    return service.substring(0, version < 0 ? dot : version) + target.substring(dot);
  }

  @Override
  public void close() {
    server.close();
    servers.values().forEach(LoopbackServer::close);
  }
}
