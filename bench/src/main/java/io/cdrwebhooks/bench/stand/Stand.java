package io.cdrwebhooks.bench.stand;

import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.HttpExchange;
import io.cdrwebhooks.aws.AwsService;
import io.cdrwebhooks.bench.stand.LoopbackServer.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// The servers that a measured function calls: AWS, an endpoint with AWS keys, and a receiver that
/// accepts every request. AWS and the receiver speak https if they have a certificate.
///
/// AWS's fixed answers let a function do all of its work for any task, report, token or delivery.
/// Each service has a separate address, as in AWS, so that the function opens separate connections.
public final class Stand implements AutoCloseable {
  private static final Answer KEYS =
      Answer.json(
          200,
          """
          {"AccessKeyId":"AKIAIOSFODNN7EXAMPLE","SecretAccessKey":"not-a-secret",\
          "Token":"not-a-secret-either","Expiration":"2099-01-01T00:00:00Z"}""");
  private static final Answer ACCEPTED = Answer.of(204, Map.of(), "");

  private final Optional<Certificate> certificate;
  private final LoopbackServer keys;
  private final LoopbackServer receiver;
  private final Map<AwsService, LoopbackServer> services = new EnumMap<>(AwsService.class);
  private final AwsAnswers answers;
  private final CannedReports reports = new CannedReports();
  private final Queue<Long> posts = new ConcurrentLinkedQueue<>();
  private final Queue<Long> messages = new ConcurrentLinkedQueue<>();

  public Stand(Optional<Certificate> certificate) throws IOException {
    this.certificate = certificate;
    keys = new LoopbackServer(Optional.empty(), (_, _) -> KEYS);
    receiver = new LoopbackServer(certificate, (_, _) -> accept());
    answers = new AwsAnswers(receiver.url().resolve("/webhooks"));
    for (AwsService service : AwsService.values()) {
      services.put(service, new LoopbackServer(certificate, this::answer));
    }
  }

  private Answer accept() {
    posts.add(System.nanoTime());
    return ACCEPTED;
  }

  private Answer answer(HttpExchange request, String body) {
    String target = request.getRequestHeaders().getFirst("X-Amz-Target");
    if (target == null) {
      return reports.answer(request.getRequestMethod());
    }
    String operation = target.substring(target.lastIndexOf('.') + 1);
    if (operation.startsWith("SendMessage")) {
      messages.add(System.nanoTime());
    }
    return answers.answer(operation, body);
  }

  /// Returns the environment variables of a deployed function that calls these servers.
  public Map<String, String> variables() throws IOException {
    Properties settings = new Properties();
    try (InputStream file = Stand.class.getResourceAsStream("function.properties")) {
      settings.load(requireNonNull(file));
    }
    Map<String, String> variables = new HashMap<>();
    String queues = url(AwsService.SQS).toString();
    for (String name : settings.stringPropertyNames()) {
      variables.put(name, settings.getProperty(name).replace("{sqs}", queues));
    }
    for (AwsService service : AwsService.values()) {
      variables.put("AWS_ENDPOINT_URL_" + service, url(service).toString());
    }
    return variables;
  }

  private URI url(AwsService service) {
    return requireNonNull(services.get(service)).url();
  }

  /// Returns the variables that make a function fetch its keys, as each function with SnapStart
  /// does.
  public Map<String, String> keysFromEndpoint() {
    return Map.of(
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        keys.url() + "/credentials",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN",
        "not-a-secret");
  }

  /// Returns the flags that make a JVM trust these servers.
  public List<String> trustFlags() {
    return certificate.map(Certificate::trustForJava).orElse(List.of());
  }

  /// Returns the times of the requests to the receiver, by [System#nanoTime].
  public Queue<Long> posts() {
    return posts;
  }

  /// Returns the times of the requests that send messages, by [System#nanoTime].
  public Queue<Long> messages() {
    return messages;
  }

  /// Forgets the earlier requests.
  public void forget() {
    posts.clear();
    messages.clear();
  }

  public void dropConnections() {
    receiver.dropConnections();
    services.values().forEach(LoopbackServer::dropConnections);
  }

  @Override
  public void close() {
    services.values().forEach(LoopbackServer::close);
    receiver.close();
    keys.close();
  }
}
