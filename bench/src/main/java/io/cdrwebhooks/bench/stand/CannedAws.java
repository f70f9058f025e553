package io.cdrwebhooks.bench.stand;

import io.cdrwebhooks.aws.AwsService;
import java.io.IOException;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/// AWS as far as the functions ask it, with fixed answers: for any task, report, token or delivery
/// there is what makes the function go on to its end.
///
/// It keeps nothing but which task a delivery is of, so it costs little, and the same request
/// always has the same answer.
public final class CannedAws implements AutoCloseable {
  private final LoopbackServer server;
  private final Map<AwsService, LoopbackServer> servers = new EnumMap<>(AwsService.class);
  private final CannedAnswers answers;
  private final CannedReports reports = new CannedReports();
  private final Consumer<Call> calls;

  /// A request to AWS: `operation` is such as `DynamoDB.GetItem` or `S3.GET`.
  public record Call(String operation, long beganNanos) {}

  /// Every task's reports go to `receiver`; `calls` hears of each request before its answer.
  public CannedAws(Optional<Certificate> certificate, URI receiver, Consumer<Call> calls)
      throws IOException {
    this.answers = new CannedAnswers(receiver);
    this.calls = calls;
    this.server = new LoopbackServer(certificate, this::answer);
    for (AwsService service : AwsService.values()) {
      servers.put(service, new LoopbackServer(certificate, this::answer));
    }
  }

  /// For `AWS_ENDPOINT_URL`.
  public URI url() {
    return server.url();
  }

  /// For `AWS_ENDPOINT_URL_S3` and the like, by the variable. Each service has another address, as
  /// in AWS, and so needs other connections.
  public Map<String, String> endpoints() {
    Map<String, String> variables = new TreeMap<>();
    servers.forEach(
        (service, own) ->
            variables.put("AWS_ENDPOINT_URL_" + service.name(), own.url().toString()));
    return variables;
  }

  /// Closes all connections and forgets their TLS sessions.
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

  /// Without the services' versions.
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
