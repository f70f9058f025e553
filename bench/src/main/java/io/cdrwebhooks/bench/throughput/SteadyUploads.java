package io.cdrwebhooks.bench.throughput;

import io.cdrwebhooks.emulators.AccessKey;
import io.cdrwebhooks.emulators.AwsEndpoints;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// An exporter that uploads a report at every tick, whether or not the ones before are done, and
/// waits until a receiver was told of each.
final class SteadyUploads implements AutoCloseable {
  private static final int TASKS = 10;

  private final S3Client s3;
  private final String bucket;
  private final RequestBody report;
  private final Arrivals arrivals;

  SteadyUploads(URI s3Url, AccessKey key, String bucket, byte[] report, Arrivals arrivals) {
    this.s3 =
        S3Client.builder()
            .endpointOverride(s3Url)
            .forcePathStyle(true)
            .region(Region.of(AwsEndpoints.REGION))
            .credentialsProvider(key.credentials())
            .httpClient(UrlConnectionHttpClient.create())
            .build();
    this.bucket = bucket;
    this.report = RequestBody.fromBytes(report);
    this.arrivals = arrivals;
  }

  /// So many reports in a second, for so long.
  record Load(int perSecond, Duration lasting) {
    int count() {
      return Math.toIntExact(perSecond * lasting.toMillis() / 1_000);
    }

    long dueAfterNanos(int number) {
      return number * TimeUnit.SECONDS.toNanos(1) / perSecond;
    }
  }

  /// What became of one load. Times are from the instant when an upload was due, which is just
  /// before it began, to the first byte of the request that tells of it; `took` is from the first
  /// upload to the last such request.
  record Outcome(List<String> files, List<Long> nanos, Duration took, long refused) {
    double perSecond() {
      return nanos.size() / (took.toNanos() / 1e9);
    }
  }

  /// `prefix` begins the names of this load's files, and no other's.
  Outcome run(Load load, String prefix, Duration patience) throws InterruptedException {
    CountDownLatch left = arrivals.await(prefix, load.count());
    List<String> files = new ArrayList<>();
    List<Future<?>> uploads = new ArrayList<>();
    long begun = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < load.count(); i++) {
        sleepUntil(begun + load.dueAfterNanos(i));
        String file = "%s%06d.zip".formatted(prefix, i);
        String key = "reports/" + (1 + i % TASKS) + "/" + file;
        files.add(file);
        uploads.add(threads.submit(() -> upload(key)));
      }
    }
    boolean _ = left.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    return outcome(load, begun, files, uploads);
  }

  private Outcome outcome(Load load, long begun, List<String> files, List<Future<?>> uploads) {
    List<Long> nanos = new ArrayList<>();
    long last = begun;
    for (int i = 0; i < files.size(); i++) {
      long due = begun + load.dueAfterNanos(i);
      long told = arrivals.first(files.get(i)).orElse(due);
      last = Math.max(last, told);
      if (told != due) {
        nanos.add(told - due);
      }
    }
    long refused =
        uploads.stream().filter(upload -> upload.state() != Future.State.SUCCESS).count();
    return new Outcome(files, nanos, Duration.ofNanos(last - begun), refused);
  }

  private void upload(String key) {
    var _ = s3.putObject(put -> put.bucket(bucket).key(key).contentType("application/zip"), report);
  }

  private static void sleepUntil(long nanos) {
    long left = nanos - System.nanoTime();
    while (left > 0) {
      LockSupport.parkNanos(left);
      left = nanos - System.nanoTime();
    }
  }

  @Override
  public void close() {
    s3.close();
  }

  /// The tasks whose reports are uploaded.
  static List<Integer> tasks() {
    return IntStream.rangeClosed(1, TASKS).boxed().toList();
  }
}
