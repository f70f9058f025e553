package io.cdrwebhooks.bench.throughput;

import io.cdrwebhooks.aws.AwsAccess;
import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.kms.KmsVault;
import io.cdrwebhooks.bench.stand.DispatchEvents;
import io.cdrwebhooks.bench.stand.FunctionSettings;
import io.cdrwebhooks.configuration.SignatureVault;
import io.cdrwebhooks.dispatch.Surroundings;
import io.cdrwebhooks.log.Metrics;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// The dispatch function and its bare work in one process, to be measured in turn.
///
/// Arguments: where AWS is, and the receiver. Says the receiver of its trial, which all reports
/// must go to until `rehearse` was asked. Then answers `ours` and `bare` with what so many batches
/// took, some at the same time.
final class DispatchProcess implements AutoCloseable {
  static final int BATCH = 10;

  private static final int RECORDED_BATCHES = 20;

  private final AwsClients clients;
  private final BareAws aws;
  private final Surroundings surroundings = Surroundings.standard(Metrics.NAMESPACE);
  private final Product product;
  private final BareBatches bare;
  private final List<TrialRun.Batch> recorded = new ArrayList<>();

  private DispatchProcess(URI awsUrl, URI receiver) {
    clients = new AwsClients(AwsAccess.fromEnvironment(FunctionSettings.of(awsUrl)));
    aws = BareAws.of(clients);
    product = Product.of(aws, clients, vault(aws), surroundings);
    bare = new BareBatches(aws, new BarePosts(receiver));
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    PrintStream output = Child.takeOutput();
    try (DispatchProcess process =
            new DispatchProcess(URI.create(arguments[0]), URI.create(arguments[1]));
        TrialRun trial =
            new TrialRun(
                process.aws,
                process.clients,
                DispatchProcess::vault,
                process.surroundings)) {
      Child.serve(
          output, List.of(trial.receiver()), question -> process.answer(question, trial));
    }
  }

  private static SignatureVault vault(BareAws aws) {
    return new KmsVault(aws.kms(), "the key of the Signatures");
  }

  private List<?> answer(List<String> question, TrialRun trial)
      throws IOException, InterruptedException {
    return switch (question.getFirst()) {
      case "try" -> tryOut(trial);
      case "ours" -> {
        List<byte[]> events = events(Integer.parseInt(question.get(1)));
        yield Spent.by(
                () ->
                    allOf(
                        events.size(),
                        Integer.parseInt(question.get(2)),
                        batch -> product.invoke(events.get(batch))))
            .words();
      }
      case "bare" ->
          Spent.by(
                  () ->
                      allOf(
                          Integer.parseInt(question.get(1)),
                          Integer.parseInt(question.get(2)),
                          this::workBare))
              .words();
      default -> throw new IllegalArgumentException(question.getFirst());
    };
  }

  /// The first batches are not kept: what is read once and remembered is not asked again.
  private List<?> tryOut(TrialRun trial) throws IOException {
    for (byte[] event : events(RECORDED_BATCHES)) {
      var _ = trial.work(event);
    }
    for (byte[] event : events(RECORDED_BATCHES)) {
      recorded.add(trial.work(event));
    }
    return List.of("recorded");
  }

  private void workBare(int batch) throws IOException, InterruptedException {
    TrialRun.Batch like = recorded.get(batch % recorded.size());
    bare.work(like.messages(), like.besides());
  }

  /// One batch, by its number.
  @FunctionalInterface
  private interface Work {
    void of(int batch) throws IOException, InterruptedException;
  }

  private static void allOf(int batches, int atOnce, Work work)
      throws IOException, InterruptedException {
    try (ExecutorService threads = Executors.newFixedThreadPool(atOnce)) {
      List<Future<?>> works = new ArrayList<>();
      for (int i = 0; i < batches; i++) {
        int batch = i;
        works.add(
            threads.submit(
                () -> {
                  work.of(batch);
                  return null;
                }));
      }
      for (Future<?> each : works) {
        var _ = each.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("a batch failed", e.getCause());
    }
  }

  private static List<byte[]> events(int batches) {
    return IntStream.range(0, batches)
        .mapToObj(
            batch ->
                DispatchEvents.arrivals(
                    IntStream.range(0, BATCH)
                        .mapToObj(i -> "reports/1/tx%08d.zip".formatted(batch * BATCH + i))
                        .toList()))
        .map(event -> event.getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  @Override
  public void close() throws IOException {
    product.close();
    bare.posts().close();
    clients.close();
  }
}
