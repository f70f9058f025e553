package io.cdrwebhooks.bench.throughput;

import io.cdrwebhooks.aws.AwsAccess;
import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.kms.KmsVault;
import io.cdrwebhooks.bench.stand.FunctionSettings;
import io.cdrwebhooks.configuration.SignatureVault;
import io.cdrwebhooks.dispatch.RuntimeInputs;
import io.cdrwebhooks.log.Metrics;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/// The dispatch function and its bare work in one process, to be measured in turn.
///
/// Arguments: where AWS is, and the receiver. Says a receiver of its own, which all reports must go
/// to while `try` is asked. Then answers `ours`, `bare` and `live-heap` with what so many batches
/// took.
final class DispatchProcess implements AutoCloseable {
  private static final Batches RECORDED = new Batches(20, 1);

  private final AwsClients clients;
  private final BareAws aws;
  private final RuntimeInputs inputs = RuntimeInputs.standard(Metrics.NAMESPACE);
  private final Product product;
  private final BareBatches bare;
  private final List<TrialRun.Batch> recorded = new ArrayList<>();

  private DispatchProcess(URI awsUrl, URI receiver) {
    clients = new AwsClients(AwsAccess.fromEnvironment(FunctionSettings.of(awsUrl)));
    aws = BareAws.of(clients);
    product = Product.of(new Product.Means(aws, clients, vault(aws), Product.NO_QUEUE), inputs);
    bare = new BareBatches(aws, new BarePosts(receiver));
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    PrintStream output = Child.takeOutput();
    try (DispatchProcess process =
            new DispatchProcess(URI.create(arguments[0]), URI.create(arguments[1]));
        TrialRun trial =
            new TrialRun(
                new Product.Means(
                    process.aws, process.clients, vault(process.aws), Product.NO_QUEUE),
                DispatchProcess::vault,
                process.inputs)) {
      Child.serve(output, List.of(trial.receiver()), question -> process.answer(question, trial));
    }
  }

  private static SignatureVault vault(BareAws aws) {
    return new KmsVault(aws::kms, "the key of the Signatures");
  }

  private List<?> answer(List<String> question, TrialRun trial)
      throws IOException, InterruptedException {
    return switch (question.getFirst()) {
      case "try" -> tryOut(trial);
      case "ours" -> {
        Batches batches = Batches.of(question);
        List<byte[]> events = batches.events();
        yield Spent.by(() -> batches.work(batch -> product.deliver(events.get(batch)))).words();
      }
      case "bare" -> {
        Batches batches = Batches.of(question);
        yield Spent.by(() -> batches.work(this::workBare)).words();
      }
      case "live-heap" -> {
        Batches batches = Batches.of(question);
        List<byte[]> events = batches.events();
        yield List.of(
            LiveHeap.during(() -> batches.work(batch -> product.deliver(events.get(batch)))));
      }
      default -> throw new IllegalArgumentException(question.getFirst());
    };
  }

  /// The first batches are not kept: what is read once and remembered is not asked again.
  private List<?> tryOut(TrialRun trial) throws IOException {
    for (byte[] event : RECORDED.events()) {
      var _ = trial.work(event);
    }
    for (byte[] event : RECORDED.events()) {
      recorded.add(trial.work(event));
    }
    return List.of("tried");
  }

  private void workBare(int batch) throws IOException, InterruptedException {
    TrialRun.Batch like = recorded.get(batch % recorded.size());
    bare.arrive(like.messages(), like.besidesArrivals());
    bare.tell(like.messages(), like.besides());
  }

  @Override
  public void close() throws IOException {
    product.close();
    bare.posts().close();
    clients.close();
  }
}
