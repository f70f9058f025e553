package io.cdrwebhooks.bench.throughput;

import io.cdrwebhooks.bench.stand.FastReceiver;
import io.cdrwebhooks.bench.stand.Received;
import io.cdrwebhooks.configuration.SignatureVault;
import io.cdrwebhooks.dispatch.RuntimeInputs;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Lets the product work some batches and writes down what it asks, of AWS and of its receiver,
/// which must be [#receiver].
final class TrialRun implements AutoCloseable {
  private final Recorder recorder = new Recorder();
  private final Map<String, Received> posts = new ConcurrentHashMap<>();
  private final FastReceiver receiver;
  private final Product product;

  /// With `vault` of the clients that write down, instead of that of `means`.
  TrialRun(Product.Means means, Function<BareAws, SignatureVault> vault, RuntimeInputs inputs)
      throws IOException {
    BareAws aws = means.aws();
    receiver =
        FastReceiver.start(
            Optional.empty(),
            Duration.ZERO,
            post -> posts.put(post.header("webhook-id").orElseThrow(), post));
    BareAws recorded =
        new BareAws(
            recorder.listening(DynamoDbClient.class, aws.dynamoDb()),
            recorder.listening(S3Client.class, aws.s3()),
            recorder.listening(SqsClient.class, aws.sqs()),
            recorder.listening(KmsClient.class, aws.kms()));
    product =
        Product.of(
            new Product.Means(
                recorded, means.clients(), vault.apply(recorded), means.dueAttempts()),
            inputs);
  }

  URI receiver() {
    return receiver.url();
  }

  /// A batch as it was worked; what was besides was not about a single delivery: reports that are
  /// looked at, counts, and the lanes.
  record Batch(
      List<BareBatches.Message> messages, List<Tape> besidesArrivals, List<Tape> besides) {}

  Batch work(byte[] arrivals) throws IOException {
    product.invoke(arrivals);
    Map<String, Tape> recordings = new HashMap<>();
    List<Tape> besidesArrivals = new ArrayList<>();
    for (Tape tape : recorder.take()) {
      tape.delivery()
          .ifPresentOrElse(id -> recordings.put(id, tape), () -> besidesArrivals.add(tape));
    }
    product.invoke(product.handedOver().nextEvent());
    List<BareBatches.Message> messages = new ArrayList<>();
    List<Tape> besides = new ArrayList<>();
    for (Tape tape : recorder.take()) {
      if (tape.hasLink()) {
        messages.add(message(recordings, tape));
      } else {
        besides.add(tape);
      }
    }
    posts.clear();
    return new Batch(messages, besidesArrivals, besides);
  }

  /// The POST went out after the last call that was made before it came.
  private BareBatches.Message message(Map<String, Tape> recordings, Tape attempt) {
    String delivery = attempt.delivery().orElseThrow();
    Received post = Objects.requireNonNull(posts.get(delivery), delivery);
    return new BareBatches.Message(
        Objects.requireNonNull(recordings.get(delivery), delivery),
        attempt,
        attempt.before(post.firstByteNanos()),
        delivery,
        post.body());
  }

  @Override
  public void close() throws IOException {
    product.close();
    receiver.close();
  }
}
