package io.cdrwebhooks.bench.throughput;

import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.bench.stand.FastReceiver;
import io.cdrwebhooks.bench.stand.Received;
import io.cdrwebhooks.configuration.SignatureVault;
import io.cdrwebhooks.dispatch.Surroundings;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
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

  TrialRun(
      BareAws aws,
      AwsClients clients,
      Function<BareAws, SignatureVault> vault,
      Surroundings surroundings)
      throws IOException {
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
    product = Product.of(recorded, clients, vault.apply(recorded), surroundings);
  }

  URI receiver() {
    return receiver.url();
  }

  /// A batch as it was worked; `besides` is what was not about a single message.
  record Batch(List<BareBatches.Message> messages, List<Tape> besides) {}

  Batch work(byte[] event) throws IOException {
    product.invoke(event);
    List<BareBatches.Message> messages = new ArrayList<>();
    List<Tape> besides = new ArrayList<>();
    for (Tape tape : recorder.take()) {
      tape.delivery()
          .ifPresentOrElse(id -> messages.add(message(tape, id)), () -> besides.add(tape));
    }
    posts.clear();
    return new Batch(messages, besides);
  }

  /// The POST went out after the last call that was made before it came.
  private BareBatches.Message message(Tape tape, String delivery) {
    Received post = Objects.requireNonNull(posts.get(delivery), delivery);
    return new BareBatches.Message(tape, tape.before(post.firstByteNanos()), delivery, post.body());
  }

  @Override
  public void close() throws IOException {
    product.close();
    receiver.close();
  }
}
