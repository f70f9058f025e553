package io.cdrwebhooks.local.receiver;

import io.cdrwebhooks.hash.Sha256;
import io.cdrwebhooks.local.start.PrivateFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Fetches the announced reports, each on a separate thread, until they are saved. A broken
/// download continues where it stopped.
///
/// An announcement waits in a file until its report is saved, and the next process begins that
/// download again. The file contains a link's token, so only its owner may read it.
final class Downloads implements AutoCloseable {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);
  private static final Duration MAX_PAUSE = Duration.ofMinutes(1);
  private static final String ANNOUNCED = ".json";

  private final Path directory;
  private final Path inbox;
  private final RequestSignatures signatures;
  private final Consumer<ReceiverEvent> watcher;
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http =
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  Downloads(Path directory, RequestSignatures signatures, Consumer<ReceiverEvent> watcher) {
    this.directory = directory;
    this.inbox = directory.resolve(".inbox");
    this.signatures = signatures;
    this.watcher = watcher;
  }

  /// A download failed. The message contains no URL. If `isFinal` is true, a retry needs a new
  /// link.
  private static final class FailedException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean isFinal;

    FailedException(String message, boolean isFinal) {
      super(message);
      this.isFinal = isFinal;
    }
  }

  /// Begins the downloads that an earlier process left unfinished.
  void begin() throws IOException {
    PrivateFile.createFolder(inbox);
    try (Stream<Path> files = Files.list(inbox)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(ANNOUNCED))
          .forEach(name -> fetch(name.substring(0, name.length() - ANNOUNCED.length())));
    }
  }

  boolean hasSaved(String id) {
    String[] files = directory.resolve(id).toFile().list();
    return files != null && files.length > 0;
  }

  /// Stores the announcement before this returns. A repeat replaces it, since its link is fresher.
  void keep(String id, byte[] body) throws IOException {
    PrivateFile.write(announced(id), new String(body, StandardCharsets.UTF_8));
  }

  private Path announced(String id) {
    return inbox.resolve(id + ANNOUNCED);
  }

  /// Fetches the report of this id, unless a thread already does so.
  void fetch(String id) {
    if (underWay.add(id)) {
      threads.execute(() -> fetchUntilSaved(id));
    }
  }

  private void fetchUntilSaved(String id) {
    Progress progress = new Progress(id, inbox.resolve(id + ".part"));
    Duration pause = Duration.ofSeconds(1);
    try {
      while (!hasSaved(id)) {
        try {
          save(progress, ReceivedAnnouncement.read(Files.readAllBytes(announced(id))));
        } catch (FailedException e) {
          watcher.accept(new ReceiverEvent.DownloadFailed(id, String.valueOf(e.getMessage())));
          if (e.isFinal) {
            return;
          }
          Thread.sleep(pause);
          pause = pause.compareTo(MAX_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
        }
      }
      Files.deleteIfExists(announced(id));
    } catch (IOException e) {
      // The exception's message may contain an address, and with it the token.
      watcher.accept(new ReceiverEvent.DownloadFailed(id, e.getClass().getSimpleName()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      underWay.remove(id);
    }
  }

  private void save(Progress progress, ReceivedAnnouncement report)
      throws IOException, InterruptedException, FailedException {
    String id = progress.id;
    if (!report.hasReport()) {
      PrivateFile.write(progress.part, report.error());
      move(progress, "error.txt");
      watcher.accept(new ReceiverEvent.ErrorSaved(id, report.error()));
      return;
    }
    try {
      progress.fetch(report.callbackUrl());
    } catch (IOException e) {
      // The arrived bytes stay, and the next request continues after them.
      throw new FailedException(e.getClass().getSimpleName(), false);
    }
    long size = Files.size(progress.part);
    boolean isRight =
        report.fileSha256().isEmpty() || report.fileSha256().equals(Sha256.hex(progress.part));
    if (size != report.fileSizeInBytes() || !isRight) {
      progress.tag = "";
      throw new FailedException("the file has another size or SHA-256 than announced", true);
    }
    Path file = move(progress, report.safeFileName());
    watcher.accept(new ReceiverEvent.Saved(id, file, size));
  }

  private Path move(Progress progress, String name) throws IOException {
    Path folder = directory.resolve(progress.id);
    PrivateFile.createFolder(folder);
    return Files.move(progress.part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /// One report's download. The bytes in `part` belong to the version with the ETag `tag`; without
  /// a tag, the download begins anew.
  private final class Progress {
    private final String id;
    private final Path part;
    private String tag = "";

    Progress(String id, Path part) {
      this.id = id;
      this.part = part;
    }

    /// Makes one request to the link and one to the object store, for the missing bytes.
    void fetch(URI link) throws IOException, InterruptedException, FailedException {
      long have = tag.isEmpty() ? 0 : Files.size(part);
      HttpRequest.Builder request = HttpRequest.newBuilder(follow(link)).timeout(ANSWER_LIMIT);
      if (have > 0) {
        watcher.accept(new ReceiverEvent.Resumed(id, have));
        request.header("Range", "bytes=" + have + "-").header("If-Match", tag);
      }
      HttpResponse<InputStream> response = send(request);
      try (InputStream body = response.body()) {
        boolean resumes = response.statusCode() == 206;
        if (!resumes && response.statusCode() != 200) {
          tag = response.statusCode() < 500 ? "" : tag;
          throw failed("the object store", response);
        }
        tag = response.headers().firstValue("ETag").orElse("");
        try (OutputStream out =
            Channels.newOutputStream(
                PrivateFile.open(
                    part,
                    StandardOpenOption.CREATE,
                    resumes ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE))) {
          body.transferTo(out);
        }
      }
    }

    /// Returns the address to which the link redirects. The signature is sent only to the link: it
    /// opens the link.
    private URI follow(URI link) throws IOException, InterruptedException, FailedException {
      HttpResponse<InputStream> response =
          send(
              HttpRequest.newBuilder(link)
                  .timeout(ANSWER_LIMIT)
                  .header("X-CDR-Signature", signatures.ofLink(link)));
      response.body().close(); // it may never end
      if (response.statusCode() != 302) {
        throw failed("the callback URL", response);
      }
      watcher.accept(new ReceiverEvent.LinkFollowed(id));
      return ReceivedAnnouncement.webAddress(response.headers().firstValue("Location").orElse(""));
    }

    private HttpResponse<InputStream> send(HttpRequest.Builder request)
        throws IOException, InterruptedException {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    private FailedException failed(String who, HttpResponse<?> response) {
      int status = response.statusCode();
      return new FailedException(who + " answered " + status, status == 404 || status == 410);
    }
  }

  /// Ends the downloads; the next process begins them again.
  @Override
  public void close() {
    threads.shutdownNow();
    http.shutdownNow();
    threads.close();
  }
}
