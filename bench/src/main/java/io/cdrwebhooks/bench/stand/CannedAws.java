package io.cdrwebhooks.bench.stand;

import io.cdrwebhooks.aws.AwsService;
import io.cdrwebhooks.configuration.SignatureKey;
import java.io.IOException;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/// AWS as far as the functions ask it, with fixed answers: for any task, report, token or delivery
/// there is what makes the function go on to its end.
///
/// It keeps nothing but which task a delivery is of, so it costs little, and the same request
/// always has the same answer.
public final class CannedAws implements AutoCloseable {
  /// The Signature of every configuration.
  public static final SignatureKey SIGNATURE =
      new SignatureKey("of-no-worth-but-long-enough-for-an-hmac");

  private final LoopbackServer server;
  private final Map<AwsService, LoopbackServer> servers = new EnumMap<>(AwsService.class);
  private final CannedTables tables;
  private final CannedReports reports = new CannedReports();
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
  private final Consumer<Call> calls;

  /// A request to AWS: `operation` is such as `DynamoDB.GetItem` or `S3.GET`.
  public record Call(String operation, long firstByteNanos) {}

  private CannedAws(Optional<Certificate> certificate, URI receiver, Consumer<Call> calls)
      throws IOException {
    this.tables = new CannedTables(receiver);
    this.calls = calls;
    this.server = LoopbackServer.start(certificate, this::answer);
    for (AwsService service : AwsService.values()) {
      servers.put(service, LoopbackServer.start(certificate, this::answer));
    }
  }

  /// Every task's reports go to `receiver`; `calls` hears of each request before its answer.
  public static CannedAws start(
      Optional<Certificate> certificate, URI receiver, Consumer<Call> calls) throws IOException {
    return new CannedAws(certificate, receiver, calls);
  }

  /// What `AWS_ENDPOINT_URL` has to say.
  public URI url() {
    return server.url();
  }

  /// What `AWS_ENDPOINT_URL_S3` and the like have to say, by the variable: each service has an
  /// address of its own, as AWS' have, and so needs connections of its own.
  public Map<String, String> endpoints() {
    Map<String, String> variables = new TreeMap<>();
    servers.forEach(
        (service, own) ->
            variables.put("AWS_ENDPOINT_URL_" + service.name(), own.url().toString()));
    return variables;
  }

  /// Reports go there from now on.
  public void tell(URI otherReceiver) {
    tables.tell(otherReceiver);
  }

  /// Requests so far, by operation.
  public Map<String, Long> counts() {
    Map<String, Long> all = new TreeMap<>();
    counts.forEach((operation, count) -> all.put(operation, count.sum()));
    return all;
  }

  /// Closes all connections and forgets their TLS sessions.
  public void forgetEverybody() {
    server.forgetEverybody();
    servers.values().forEach(LoopbackServer::forgetEverybody);
  }

  private Answer answer(Received request) {
    Optional<String> target = request.header("X-Amz-Target");
    String operation = target.map(CannedAws::operation).orElseGet(() -> "S3." + request.method());
    counts.computeIfAbsent(operation, _ -> new LongAdder()).increment();
    calls.accept(new Call(operation, request.firstByteNanos()));
    if (target.isEmpty()) {
      return reports.answer(request);
    }
    return operation.startsWith("DynamoDB.")
        ? tables.answer(operation.substring("DynamoDB.".length()), request.text())
        : CannedServices.answer(operation, request.text());
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
