package io.cdrwebhooks.bench.lambda;

import io.cdrwebhooks.bench.stand.Answer;
import io.cdrwebhooks.bench.stand.CannedAws;
import io.cdrwebhooks.bench.stand.Certificate;
import io.cdrwebhooks.bench.stand.FunctionSettings;
import io.cdrwebhooks.bench.stand.LoopbackServer;
import io.cdrwebhooks.bench.stand.Received;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;

/// What a measured process speaks with: AWS and a receiver, both over http or both over https.
final class LoopbackServices implements AutoCloseable {
  /// How long a function may take to answer.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String SEND_MESSAGE = "AmazonSQS.SendMessage";

  /// The variables that hold keys of AWS.
  static final Set<String> KEYS =
      Set.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN");

  private static final Answer CREDENTIALS =
      Answer.json(
          200,
          """
          {"AccessKeyId":"AKIAIOSFODNN7EXAMPLE","SecretAccessKey":"of-no-worth",\
          "Token":"of-no-worth-either","Expiration":"2099-01-01T00:00:00Z"}""");

  private final LoopbackServer credentials;
  private final LoopbackServer receiver;
  private final CannedAws aws;
  private final List<CannedAws.Call> calls = new CopyOnWriteArrayList<>();
  private final List<Received> visits = new CopyOnWriteArrayList<>();
  private final Optional<Certificate> certificate;

  /// With a certificate, over https.
  LoopbackServices(Optional<Certificate> certificate) throws IOException {
    this.certificate = certificate;
    this.credentials = new LoopbackServer(Optional.empty(), _ -> CREDENTIALS);
    this.receiver = LoopbackServer.receiver(certificate, visits::add);
    this.aws = new CannedAws(certificate, receiver.url().resolve("/webhooks"), calls::add);
  }

  Map<String, String> variables() throws IOException {
    Map<String, String> variables = new HashMap<>(FunctionSettings.of(aws.url()));
    variables.putAll(aws.endpoints());
    return variables;
  }

  /// What makes a function ask an endpoint for its keys, in place of [#KEYS].
  Map<String, String> keysFromEndpoint() {
    return Map.of(
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        credentials.url() + "/credentials",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN",
        "of-no-worth");
  }

  /// Empty where all is plain http.
  Optional<Certificate> certificate() {
    return certificate;
  }

  /// What makes a JVM trust the servers here.
  List<String> trustForJava() {
    return certificate.map(Certificate::trustForJava).orElse(List.of());
  }

  /// Closes all connections and forgets their TLS sessions.
  void dropConnections() {
    aws.dropConnections();
    receiver.dropConnections();
  }

  /// Forgets the requests before.
  void begin() {
    calls.clear();
    visits.clear();
  }

  /// What was done for one delivery since [#begin].
  SameWork work() throws IOException {
    return SameWork.of(visits.getFirst(), calls);
  }

  /// Waits for the function's answer; says when the first byte of its sign came, by
  /// [System#nanoTime].
  long done(Subject subject, RuntimeApi api) throws IOException, InterruptedException {
    Received answer = api.answer(PATIENCE);
    if (!answer.text().contains(subject.success)) {
      throw new IOException(subject.words() + " answered " + answer.text());
    }
    LongStream signs =
        switch (subject.sign) {
          case POST -> visits.stream().mapToLong(Received::beganNanos);
          case MESSAGE ->
              calls.stream()
                  .filter(call -> call.operation().equals(SEND_MESSAGE))
                  .mapToLong(CannedAws.Call::beganNanos);
          case ANSWER -> LongStream.of(answer.beganNanos());
        };
    return signs.min().orElseThrow(() -> new IOException("there was no " + subject.sign));
  }

  @Override
  public void close() {
    aws.close();
    receiver.close();
    credentials.close();
  }
}
