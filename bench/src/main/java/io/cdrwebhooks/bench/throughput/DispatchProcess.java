package io.cdrwebhooks.bench.throughput;

import io.cdrwebhooks.aws.AwsAccess;
import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.kms.KmsVault;
import io.cdrwebhooks.bench.ChildJvm;
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
/// Arguments: where AWS is, the receiver, and how many batches are worked at once. Says the URL of
/// another receiver, to which all reports must go while `try` is asked. Then answers `ours` and
/// `bare` with what so many batches took.
record DispatchProcess(Product product, BarePosts posts, List<BareBatch> recorded, int atOnce) {
  private static final Batches RECORDED = new Batches(20, 1);

  public static void main(String[] arguments) throws IOException, InterruptedException {
    PrintStream output = ChildJvm.takeOutput();
    URI url = URI.create(arguments[0]);
    RuntimeInputs inputs = RuntimeInputs.standard(Metrics.NAMESPACE);
    try (AwsClients clients = new AwsClients(AwsAccess.fromEnvironment(FunctionSettings.of(url)))) {
      Product.Aws aws =
          new Product.Aws(SdkClients.of(clients), clients, url.resolve("/due-attempts"));
      try (Product product = Product.of(aws, vault(aws.sdk()), inputs);
          BarePosts posts = BarePosts.to(URI.create(arguments[1]));
          Trial trial = new Trial(aws, DispatchProcess::vault, inputs)) {
        DispatchProcess process =
            new DispatchProcess(product, posts, new ArrayList<>(), Integer.parseInt(arguments[2]));
        ChildJvm.serve(
            output, trial.receiver(), (question, count) -> process.answer(question, count, trial));
      }
    }
  }

  private static SignatureVault vault(SdkClients sdk) {
    return new KmsVault(sdk::kms, "the key of the Signatures");
  }

  private Object answer(String question, int count, Trial trial)
      throws IOException, InterruptedException {
    Batches batches = new Batches(count, atOnce);
    return switch (question) {
      case "try" -> tryOut(trial);
      case "ours" -> {
        List<byte[]> events = batches.events();
        yield Spent.by(() -> batches.work(batch -> product.deliver(events.get(batch))));
      }
      case "bare" -> Spent.by(() -> batches.work(this::workBare));
      default -> throw new IllegalArgumentException(question);
    };
  }

  /// The first batches are not kept: what the product reads once and remembers is not asked again.
  private boolean tryOut(Trial trial) throws IOException {
    for (byte[] event : RECORDED.events()) {
      var _ = trial.work(event);
    }
    for (byte[] event : RECORDED.events()) {
      recorded.add(trial.work(event));
    }
    return true;
  }

  private void workBare(int batch) throws IOException, InterruptedException {
    BareBatch like = recorded.get(batch % recorded.size());
    like.arrive();
    like.attempt(posts);
  }
}
