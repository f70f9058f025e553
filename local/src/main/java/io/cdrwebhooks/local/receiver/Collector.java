package io.cdrwebhooks.local.receiver;

import io.cdrwebhooks.local.start.PrivateFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Fetches the reports in the inbox, each on a separate thread, until they are saved.
final class Collector implements AutoCloseable {
  private static final Duration LAST_DOWNLOADS = Duration.ofSeconds(5);
  private static final Duration MAX_PAUSE = Duration.ofMinutes(1);

  /// The wait of a download with a dead link. A repeated request brings a fresh link earlier.
  private static final Duration UNTIL_A_FRESHER_LINK = Duration.ofDays(1);

  private final Inbox inbox;
  private final Path directory;
  private final Duration firstPause;
  private final Consumer<ReceiverEvent> watcher;
  private final ReportDownload download;

  /// The ids whose reports are being fetched. An element in an id's queue ends its pause: a repeat
  /// has arrived, or this collector closes.
  private final Map<String, BlockingQueue<String>> underWay = new ConcurrentHashMap<>();

  private volatile boolean closing;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  Collector(
      Inbox inbox,
      Path directory,
      Duration firstPause,
      RequestSignatures signatures,
      Consumer<ReceiverEvent> watcher) {
    this.inbox = inbox;
    this.directory = directory;
    this.firstPause = firstPause;
    this.watcher = watcher;
    this.download = new ReportDownload(signatures, watcher);
  }

  /// Continues the downloads that an earlier process left unfinished.
  void start() {
    inbox.waiting().forEach(this::collect);
  }

  /// Fetches the report of this id. If a thread already does so, informs it about the newer link.
  void collect(String id) {
    BlockingQueue<String> repeats = new ArrayBlockingQueue<>(1);
    BlockingQueue<String> running = underWay.putIfAbsent(id, repeats);
    if (running != null) {
      running.offer(id);
    } else {
      threads.execute(() -> collect(id, repeats));
    }
  }

  boolean hasCollected(String id) throws IOException {
    Path folder = directory.resolve(id);
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      return files.iterator().hasNext();
    }
  }

  private void collect(String id, BlockingQueue<String> repeats) {
    try {
      Duration pause = firstPause;
      Optional<Announcement> announced = inbox.find(id);
      while (announced.isPresent() && !hasCollected(id) && !closing) {
        Duration wait =
            switch (collect(id, announced.get())) {
              case ReportDownload.Result.Complete() -> Duration.ZERO;
              case ReportDownload.Result.BrokeOff() -> Duration.ZERO;
              case ReportDownload.Result.NothingArrived(Duration after) ->
                  after.compareTo(pause) > 0 ? after : pause;
              case ReportDownload.Result.DeadLink() -> UNTIL_A_FRESHER_LINK;
            };
        boolean repeated = repeats.poll(wait.toMillis(), TimeUnit.MILLISECONDS) != null;
        pause = repeated || wait.isZero() ? firstPause : shorter(pause.multipliedBy(2));
        announced = inbox.find(id);
      }
      if (hasCollected(id)) {
        inbox.collected(id);
      }
    } catch (IOException e) {
      watcher.accept(new ReceiverEvent.DownloadFailed(id, e.getClass().getSimpleName()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      underWay.remove(id);
    }
  }

  private static Duration shorter(Duration pause) {
    return pause.compareTo(MAX_PAUSE) < 0 ? pause : MAX_PAUSE;
  }

  /// Saves a report under its name only after every byte is on disk.
  private ReportDownload.Result collect(String id, Announcement announced)
      throws IOException, InterruptedException {
    Path part = inbox.part(id);
    if (!announced.hasReport()) {
      PrivateFile.write(part, announced.error());
      save(part, id, "error.txt");
      watcher.accept(new ReceiverEvent.ErrorSaved(id, announced.error()));
      return new ReportDownload.Result.Complete();
    }
    ReportDownload.Result result = download.fetchMore(id, announced, part);
    if (result instanceof ReportDownload.Result.Complete) {
      Path file = save(part, id, SafeFileName.of(announced.fileName()));
      watcher.accept(new ReceiverEvent.Saved(id, file, Files.size(file)));
    }
    return result;
  }

  private Path save(Path part, String id, String name) throws IOException {
    PrivateFile.createFolder(directory.resolve(id));
    Path file = directory.resolve(id).resolve(name);
    return Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /// Waits a few seconds for running downloads; the next start continues the others.
  @Override
  public void close() {
    closing = true;
    threads.shutdown();
    underWay.values().forEach(repeats -> repeats.offer(""));
    try {
      if (!threads.awaitTermination(LAST_DOWNLOADS.toSeconds(), TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
    download.close();
  }
}
