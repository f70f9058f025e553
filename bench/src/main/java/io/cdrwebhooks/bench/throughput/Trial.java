package io.cdrwebhooks.bench.throughput;

import io.cdrwebhooks.bench.stand.FastReceiver;
import io.cdrwebhooks.bench.stand.Received;
import io.cdrwebhooks.configuration.SignatureVault;
import io.cdrwebhooks.dispatch.RuntimeInputs;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// Lets the product work some batches and writes down what it asks, of AWS and of its receiver,
/// which must be [#receiver].
final class Trial implements AutoCloseable {
  private final Recorder recorder = new Recorder();
  private final Map<String, Received> posts = new ConcurrentHashMap<>();
  private final FastReceiver receiver;
  private final Product product;

  /// `vault` is made of the clients that are written down.
  Trial(Product.Aws aws, Function<SdkClients, SignatureVault> vault, RuntimeInputs inputs)
      throws IOException {
    receiver =
        FastReceiver.start(
            Optional.empty(), post -> posts.put(post.header("webhook-id").orElseThrow(), post));
    SdkClients recorded = aws.sdk().recordedBy(recorder);
    product =
        Product.of(
            new Product.Aws(recorded, aws.clients(), aws.dueAttempts()),
            vault.apply(recorded),
            inputs);
  }

  URI receiver() {
    return receiver.url();
  }

  BareBatch work(byte[] arrivals) throws IOException {
    product.invoke(arrivals);
    Map<String, Tape> recordings = new HashMap<>();
    List<Tape> besideArrivals = new ArrayList<>();
    for (Tape tape : recorder.take()) {
      tape.delivery()
          .ifPresentOrElse(id -> recordings.put(id, tape), () -> besideArrivals.add(tape));
    }
    product.invoke(product.handedOver().nextEvent());
    List<BareBatch.Message> messages = new ArrayList<>();
    List<Tape> besideAttempts = new ArrayList<>();
    for (Tape tape : recorder.take()) {
      if (tape.hasLink()) {
        messages.add(message(recordings, tape));
      } else {
        besideAttempts.add(tape);
      }
    }
    posts.clear();
    return new BareBatch(messages, besideArrivals, besideAttempts);
  }

  private BareBatch.Message message(Map<String, Tape> recordings, Tape attempt) {
    String delivery = attempt.delivery().orElseThrow();
    Received post = Objects.requireNonNull(posts.get(delivery), delivery);
    return new BareBatch.Message(
        Objects.requireNonNull(recordings.get(delivery), delivery),
        attempt.before(post.beganNanos()),
        attempt.from(post.beganNanos()),
        post.body());
  }

  @Override
  public void close() throws IOException {
    product.close();
    receiver.close();
  }
}
