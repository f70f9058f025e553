package io.cdrwebhooks.bench.lambda;

import io.cdrwebhooks.bench.stand.CannedAws;
import io.cdrwebhooks.bench.stand.Certificate;
import io.cdrwebhooks.bench.stand.FastReceiver;
import io.cdrwebhooks.bench.stand.FunctionSettings;
import io.cdrwebhooks.bench.stand.Received;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;

/// What a measured process speaks with: AWS and a receiver, both over http or both over https.
public final class Surroundings implements AutoCloseable {
  /// How long anything at all may take.
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String SEND_MESSAGE = "AmazonSQS.SendMessage";

  private final FastReceiver receiver;
  private final CannedAws aws;
  private final List<CannedAws.Call> calls = new CopyOnWriteArrayList<>();
  private final List<Received> visits = new CopyOnWriteArrayList<>();
  private final Optional<Certificate> certificate;

  private Surroundings(Optional<Certificate> certificate) throws IOException {
    this.certificate = certificate;
    this.receiver = FastReceiver.start(certificate, Duration.ZERO, visits::add);
    this.aws = CannedAws.start(certificate, receiver.url(), calls::add);
  }

  /// With a certificate, over https.
  public static Surroundings open(Optional<Certificate> certificate) throws IOException {
    return new Surroundings(certificate);
  }

  public Map<String, String> variables() {
    Map<String, String> variables = new HashMap<>(FunctionSettings.of(aws.url()));
    variables.putAll(aws.endpoints());
    return variables;
  }

  /// Empty where all is plain http.
  public Optional<Certificate> certificate() {
    return certificate;
  }

  /// What makes a JVM trust the servers here.
  public List<String> trustForJava() {
    return certificate.map(Certificate::trustForJava).orElse(List.of());
  }

  /// Closes all connections and forgets their TLS sessions.
  void forgetEverybody() {
    aws.forgetEverybody();
    receiver.forgetEverybody();
  }

  /// Forgets what was asked and told before.
  void begin() {
    calls.clear();
    visits.clear();
  }

  /// What one delivery came to since it began.
  SameWork work() {
    return SameWork.of(visits.getFirst(), calls);
  }

  /// When the first byte came by which one knows that a function has done its work; the function
  /// has answered when this returns.
  public long done(Subject subject, RuntimeApi api)
      throws IOException, InterruptedException, TimeoutException {
    RuntimeApi.Outcome outcome = api.outcome(PATIENCE);
    if (!outcome.answer().contains(subject.success())) {
      throw new IOException(subject.words() + " answered " + outcome.answer());
    }
    return switch (subject.sign()) {
      case RECEIVER_IS_TOLD -> firstVisit();
      case MESSAGE_IS_SENT -> firstMessage();
      case ANSWER -> outcome.firstByteNanos();
    };
  }

  private long firstVisit() throws IOException {
    return visits.stream()
        .mapToLong(Received::firstByteNanos)
        .min()
        .orElseThrow(() -> new IOException("the receiver was not told"));
  }

  private long firstMessage() throws IOException {
    return calls.stream()
        .filter(call -> call.operation().equals(SEND_MESSAGE))
        .mapToLong(CannedAws.Call::firstByteNanos)
        .min()
        .orElseThrow(() -> new IOException("no message was sent"));
  }

  @Override
  public void close() {
    aws.close();
    receiver.close();
  }
}
