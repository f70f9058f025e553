package io.cdrwebhooks.bench.throughput;

import io.cdrwebhooks.bench.ChildJvm;
import io.cdrwebhooks.bench.Figure;
import io.cdrwebhooks.bench.Parallel;
import io.cdrwebhooks.emulators.AccessKey;
import io.cdrwebhooks.emulators.AwsEndpoints;
import io.cdrwebhooks.local.LocalSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// A [SystemProcess] under loads: an exporter uploads a report at every tick, whether or not the
/// ones before are done, and waits until the receiver got a request about each.
final class LoadedSystem implements AutoCloseable {
  /// For a queue that is too long by the load's end, and for a message that is retried.
  private static final Duration PATIENCE = Duration.ofSeconds(100);

  private final String name;
  private final ChildJvm process;
  private final S3Client s3;
  private final RequestBody report;
  private final Arrivals arrivals;

  /// For each run of a load the times from the instant when an upload was due, which is just before
  /// it began, to the request about it.
  private final Map<Load, List<List<Long>>> nanos = new HashMap<>();

  private int number;

  private LoadedSystem(
      String name, ChildJvm process, S3Client s3, RequestBody report, Arrivals arrivals) {
    this.name = name;
    this.process = process;
    this.s3 = s3;
    this.report = report;
    this.arrivals = arrivals;
  }

  /// Started when this returns. `name` begins the names of its files, and of no other's.
  static LoadedSystem start(
      String name, Path scratch, Path report, URI receiver, Arrivals arrivals, boolean bare)
      throws IOException {
    List<String> arguments =
        bare ? List.of("" + receiver, "" + report) : List.of(receiver.toString());
    ChildJvm process = ChildJvm.start(SystemProcess.class, List.of(), scratch, arguments);
    try {
      SystemProcess.S3 ready = process.hear(SystemProcess.S3.class);
      S3Client s3 =
          S3Client.builder()
              .endpointOverride(ready.url())
              .forcePathStyle(true)
              .region(Region.of(AwsEndpoints.REGION))
              .credentialsProvider(new AccessKey(ready.keyId(), ready.secret()).credentials())
              .httpClient(UrlConnectionHttpClient.create())
              .build();
      return new LoadedSystem(name, process, s3, RequestBody.fromFile(report), arrivals);
    } catch (IOException | RuntimeException e) {
      process.close();
      throw e;
    }
  }

  /// So many reports in a second, for so long.
  record Load(int perSecond, Duration lasting) {
    int count() {
      return Math.toIntExact(perSecond * lasting.toMillis() / 1_000);
    }

    private long dueAfterNanos(int number) {
      return number * TimeUnit.SECONDS.toNanos(1) / perSecond;
    }
  }

  void warmUp(List<Load> loads) throws IOException, InterruptedException {
    for (Load load : loads) {
      run(load);
    }
    nanos.clear();
  }

  /// @throws IOException if an upload was refused or a report lost
  void run(Load load) throws IOException, InterruptedException {
    String prefix = "%s%03d-".formatted(name, number++);
    CountDownLatch left = arrivals.await(prefix, load.count());
    List<Parallel.Work> uploads = new ArrayList<>();
    long begun = System.nanoTime();
    for (int i = 0; i < load.count(); i++) {
      long due = begun + load.dueAfterNanos(i);
      String key = "reports/%d/%s".formatted(1 + i % SystemProcess.TASKS, file(prefix, i));
      uploads.add(() -> upload(due, key));
    }
    Parallel.run(uploads.stream());
    if (!left.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IOException(left.getCount() + " reports were lost by " + name);
    }
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < load.count(); i++) {
      long first = arrivals.first(file(prefix, i)).orElseThrow();
      times.add(first - begun - load.dueAfterNanos(i));
    }
    nanos.computeIfAbsent(load, _ -> new ArrayList<>()).add(times);
  }

  private static String file(String prefix, int number) {
    return "%s%06d.zip".formatted(prefix, number);
  }

  private void upload(long dueNanos, String key) {
    long left = dueNanos - System.nanoTime();
    while (left > 0) {
      LockSupport.parkNanos(left);
      left = dueNanos - System.nanoTime();
    }
    var _ =
        s3.putObject(
            put -> put.bucket(LocalSettings.BUCKET).key(key).contentType("application/zip"),
            report);
  }

  Figure percentile(String figure, Load load, double percent) {
    List<List<Long>> runs = nanos.getOrDefault(load, List.of());
    return Figure.of(figure, "ms", runs, times -> Spent.percentile(times, percent));
  }

  @Override
  public void close() throws IOException {
    s3.close();
    process.close();
  }
}
