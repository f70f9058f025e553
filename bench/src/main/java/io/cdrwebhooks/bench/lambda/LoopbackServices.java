package io.cdrwebhooks.bench.lambda;

import io.cdrwebhooks.bench.stand.CannedAws;
import io.cdrwebhooks.bench.stand.Certificate;
import io.cdrwebhooks.bench.stand.LoopbackServer;
import io.cdrwebhooks.bench.stand.LoopbackServer.Answer;
import io.cdrwebhooks.bench.stand.LoopbackServer.Received;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;

/// The servers that a measured process calls: AWS and a receiver, both over http or both over
/// https.
final class LoopbackServices implements AutoCloseable {
  /// The limit of a function's time to answer.
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

  /// The beginning of both operations that send messages: `SendMessage` and `SendMessageBatch`.
  private static final String SEND_MESSAGE = "AmazonSQS.SendMessage";

  /// The variables that contain AWS keys.
  static final Set<String> KEYS =
      Set.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN");

  private static final Answer CREDENTIALS =
      Answer.json(
          200,
          """
          {"AccessKeyId":"AKIAIOSFODNN7EXAMPLE","SecretAccessKey":"not-a-secret",\
          "Token":"not-a-secret-either","Expiration":"2099-01-01T00:00:00Z"}""");

  private final LoopbackServer credentials;
  private final LoopbackServer receiver;
  private final CannedAws aws;
  private final List<CannedAws.Call> calls = new CopyOnWriteArrayList<>();
  private final List<Received> visits = new CopyOnWriteArrayList<>();
  private final Optional<Certificate> certificate;

  /// Starts the servers; with a certificate, AWS and the receiver use https.
  LoopbackServices(Optional<Certificate> certificate) throws IOException {
    this.certificate = certificate;
    this.credentials = new LoopbackServer(Optional.empty(), _ -> CREDENTIALS);
    this.receiver = LoopbackServer.receiver(certificate, visits::add);
    this.aws = new CannedAws(certificate, receiver.url().resolve("/webhooks"), calls::add);
  }

  Map<String, String> variables() throws IOException {
    return aws.settingsByService();
  }

  /// Returns the variables that make a function fetch its keys from an endpoint, in place of
  /// [#KEYS].
  Map<String, String> keysFromEndpoint() {
    return Map.of(
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        credentials.url() + "/credentials",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN",
        "not-a-secret");
  }

  List<String> trustForJava() {
    return certificate.map(Certificate::trustForJava).orElse(List.of());
  }

  void dropConnections() {
    aws.dropConnections();
    receiver.dropConnections();
  }

  /// Forgets the earlier requests.
  void begin() {
    calls.clear();
    visits.clear();
  }

  /// Waits for the function's answer. Returns the [System#nanoTime] at which the first sign of its
  /// work began.
  long done(Subject subject, RuntimeApi api) throws IOException, InterruptedException {
    Received answer = api.answer(ANSWER_TIMEOUT);
    if (!answer.text().contains(subject.success)) {
      throw new IOException(subject.words() + " answered " + answer.text());
    }
    LongStream signs =
        switch (subject.sign) {
          case POST -> visits.stream().mapToLong(Received::beganNanos);
          case MESSAGE ->
              calls.stream()
                  .filter(call -> call.operation().startsWith(SEND_MESSAGE))
                  .mapToLong(CannedAws.Call::beganNanos);
          case ANSWER -> LongStream.of(answer.beganNanos());
        };
    return signs
        .min()
        .orElseThrow(
            () ->
                new IOException(
                    subject.words() + " must reach the sign of its end: " + subject.sign));
  }

  @Override
  public void close() {
    aws.close();
    receiver.close();
    credentials.close();
  }
}
