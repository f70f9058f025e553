package io.cdrwebhooks.bench.lambda;

import io.cdrwebhooks.bench.stand.CannedAws;
import io.cdrwebhooks.bench.stand.Certificate;
import io.cdrwebhooks.bench.stand.FastReceiver;
import io.cdrwebhooks.bench.stand.FunctionSettings;
import io.cdrwebhooks.bench.stand.Received;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// What a measured process speaks with: AWS and a receiver, both over http or both over https.
public final class Surroundings implements AutoCloseable {
  /// How long anything at all may take.
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String SEND_MESSAGE = "AmazonSQS.SendMessage";

  private final FastReceiver receiver;
  private final CannedAws aws;
  private final FastReceiver.Visits visits;
  private final BlockingQueue<CannedAws.Call> messages;
  private final Optional<Certificate> certificate;

  private Surroundings(
      FastReceiver receiver,
      FastReceiver.Visits visits,
      Optional<Certificate> certificate,
      BlockingQueue<CannedAws.Call> messages)
      throws IOException {
    this.receiver = receiver;
    this.visits = visits;
    this.messages = messages;
    this.certificate = certificate;
    this.aws =
        CannedAws.start(
            certificate,
            receiver.url(),
            call -> {
              if (call.operation().equals(SEND_MESSAGE)) {
                messages.add(call);
              }
            });
  }

  /// With a certificate, over https.
  public static Surroundings open(Optional<Certificate> certificate) throws IOException {
    FastReceiver.Visits visits = new FastReceiver.Visits();
    FastReceiver receiver = FastReceiver.start(certificate, Duration.ZERO, visits);
    return new Surroundings(receiver, visits, certificate, new LinkedBlockingQueue<>());
  }

  public CannedAws aws() {
    return aws;
  }

  public Map<String, String> variables() {
    return FunctionSettings.of(aws.url());
  }

  /// Empty where all is plain http.
  public Optional<Certificate> certificate() {
    return certificate;
  }

  /// What makes a JVM trust the servers here.
  public List<String> trustForJava() {
    return certificate.map(Certificate::trustForJava).orElse(List.of());
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
      case RECEIVER_IS_TOLD -> told().firstByteNanos();
      case MESSAGE_IS_SENT -> firstMessage();
      case ANSWER -> outcome.firstByteNanos();
    };
  }

  /// What the receiver was sent.
  public Received told() throws InterruptedException, TimeoutException {
    return visits.next(PATIENCE);
  }

  private long firstMessage() throws InterruptedException, TimeoutException {
    CannedAws.@Nullable Call first = messages.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (first == null) {
      throw new TimeoutException("no message was sent");
    }
    messages.clear();
    return first.firstByteNanos();
  }

  @Override
  public void close() {
    aws.close();
    receiver.close();
  }
}
