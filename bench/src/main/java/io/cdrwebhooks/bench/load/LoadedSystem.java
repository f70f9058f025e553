package io.cdrwebhooks.bench.load;

import static java.util.Objects.requireNonNull;

import io.cdrwebhooks.bench.measure.Workbench;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.local.ApiClient;
import io.cdrwebhooks.local.LocalSecrets;
import io.cdrwebhooks.local.LocalSettings;
import io.cdrwebhooks.local.LocalSystem;
import io.cdrwebhooks.local.start.StartFailure;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.terms.SendLimits;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// Runs the local system for measurements, with receivers and an exporter. Its data is in memory
/// and its log in a file.
final class LoadedSystem implements AutoCloseable {
  /// Longer than a message stays invisible after a failure.
  private static final Duration REPORTS_TIMEOUT = Duration.ofMinutes(3);

  private final LocalSecrets secrets = LocalSecrets.random(new SecureRandom());

  /// Counts the deliveries that the log has reported as recorded.
  final AtomicInteger recorded = new AtomicInteger();

  private final AtomicInteger files = new AtomicInteger();
  private final List<Receiver> receivers = new ArrayList<>();
  private final RequestBody report;
  private final PrintWriter log;
  private final LocalSystem system;
  private final ApiClient api;
  private final S3Client s3;

  /// Starts the system, with its log in a file of this name. Every upload is a copy of one report.
  LoadedSystem(Workbench workbench, String name) throws IOException, InterruptedException {
    Path sample = workbench.repository().resolve("samples/tx00001.zip");
    report = RequestBody.fromBytes(Files.readAllBytes(sample));
    Path logFile = workbench.scratch().resolve(name + ".jsonl");
    log = new PrintWriter(logFile.toFile(), StandardCharsets.UTF_8);
    RuntimeInputs inputs = LocalSystem.inputs(this::write, this::write);
    LocalSettings settings = LocalSettings.onFreePorts(secrets, Optional.empty());
    system = LocalSystem.start(settings, _ -> {}, inputs);
    api = new ApiClient(system.apiUrl(), system.issueToken());
    s3 = secrets.accessKey().s3(system.s3Url());
  }

  private void write(String line) {
    if (line.contains("\"delivery.recorded\"")) {
      recorded.incrementAndGet();
    }
    log.println(line);
    log.flush();
  }

  /// Starts a receiver of the task's reports, which hangs if `answersAfter` is empty.
  Receiver receiver(TaskId task, Optional<Duration> answersAfter, SendLimits limits)
      throws IOException, InterruptedException {
    Receiver receiver = new Receiver(answersAfter);
    receivers.add(receiver);
    String name = "Receiver of task " + task;
    String id = api.createConfiguration(name, receiver.url(), secrets.signature(), limits);
    api.createTask(task, "Task " + task, id);
    return receiver;
  }

  /// Uploads a report and returns the name of the new file.
  String upload(TaskId task) {
    String file = "%06d.zip".formatted(files.incrementAndGet());
    String key = "reports/%s/%s".formatted(task, file);
    var _ = s3.putObject(put -> put.bucket(LocalSettings.BUCKET).key(key), report);
    return file;
  }

  /// Uploads `count` reports at a fixed rate, without waiting for earlier ones. Returns the
  /// milliseconds from the end of each upload to its request, sorted.
  ///
  /// @throws StartFailure if the receiver lacks a report after three minutes
  double[] probe(TaskId task, Receiver receiver, int count, int perSecond)
      throws InterruptedException {
    Map<String, Long> ends = new ConcurrentHashMap<>();
    Map<String, Long> receipts = receiver.receipts;
    int before = receipts.size();
    long begun = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        long due = begun + i * TimeUnit.SECONDS.toNanos(1) / perSecond;
        LockSupport.parkNanos(due - System.nanoTime());
        var _ = threads.submit(() -> ends.put(upload(task), System.nanoTime()));
      }
    }
    await("announced to the healthy receiver", before + count, receipts::size);
    return ends.entrySet().stream()
        .mapToLong(end -> requireNonNull(receipts.get(end.getKey())) - end.getValue())
        .mapToDouble(nanos -> nanos / 1e6)
        .sorted()
        .toArray();
  }

  static void await(String what, int wanted, IntSupplier count) throws InterruptedException {
    long deadline = System.nanoTime() + REPORTS_TIMEOUT.toNanos();
    while (count.getAsInt() < wanted) {
      if (System.nanoTime() > deadline) {
        throw new StartFailure(
            "MISSED: %,d of %,d reports were %s within %d s."
                .formatted(count.getAsInt(), wanted, what, REPORTS_TIMEOUT.toSeconds()));
      }
      Thread.sleep(20);
    }
  }

  /// Ends the receivers first, so that open requests end at once.
  @Override
  public void close() {
    for (Receiver receiver : receivers) {
      receiver.close();
    }
    s3.close();
    system.close();
    log.close();
  }
}
