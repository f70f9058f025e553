package io.cdrwebhooks.local.receiver;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.function.Consumer;

/// Fetches a report by its callback URL, and continues where it broke off: the same token gives a
/// new address.
final class ReportDownload implements AutoCloseable {
  private static final int TRIES = 5;
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);

  private final Consumer<ReceiverEvent> watcher;
  private final HttpClient http =
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  ReportDownload(Consumer<ReceiverEvent> watcher) {
    this.watcher = watcher;
  }

  /// Another try will not help; the reason holds no address.
  private static final class HopelessException extends Exception {
    private static final long serialVersionUID = 1;

    private final String reason;

    HopelessException(String reason) {
      super(reason);
      this.reason = reason;
    }
  }

  /// Saves the report under its name only when every byte has arrived. Reports the result to the
  /// watcher.
  void fetch(String id, Announcement announcement, Path file) {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.createDirectories(file.getParent());
      Files.deleteIfExists(part);
      for (int i = 1; !fetchMore(id, announcement, part); i++) {
        if (i == TRIES) {
          watcher.accept(new ReceiverEvent.DownloadFailed(id, "it broke off " + TRIES + " times"));
          return;
        }
        watcher.accept(new ReceiverEvent.Resumed(id, size(part)));
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      watcher.accept(new ReceiverEvent.Saved(id, file, Files.size(file)));
    } catch (HopelessException e) {
      watcher.accept(new ReceiverEvent.DownloadFailed(id, e.reason));
    } catch (IOException e) {
      // Its message may hold an address, and with it the token.
      watcher.accept(new ReceiverEvent.DownloadFailed(id, e.getClass().getSimpleName()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Returns true once the whole file is saved; false if a connection failed or broke off on the
  /// way.
  private boolean fetchMore(String id, Announcement announcement, Path part)
      throws IOException, InterruptedException, HopelessException {
    try {
      URI address = follow(id, announcement);
      append(address, part);
    } catch (IOException e) {
      return false;
    }
    long have = size(part);
    if (have > announcement.fileSizeInBytes()) {
      throw new HopelessException("the file is larger than announced");
    }
    return have == announcement.fileSizeInBytes();
  }

  private void append(URI address, Path part)
      throws IOException, InterruptedException, HopelessException {
    long have = size(part);
    HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(ANSWER_LIMIT);
    if (have > 0) {
      request.header("Range", "bytes=" + have + "-");
    }
    HttpResponse<InputStream> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      StandardOpenOption where =
          switch (response.statusCode()) {
            case 200 -> StandardOpenOption.TRUNCATE_EXISTING; // all of it, asked for or not
            case 206 -> StandardOpenOption.APPEND;
            default -> throw unexpected("the object store", response);
          };
      try (OutputStream out =
          Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, where)) {
        body.transferTo(out);
      }
    }
  }

  private URI follow(String id, Announcement announcement)
      throws IOException, InterruptedException, HopelessException {
    HttpResponse<Void> response =
        http.send(
            HttpRequest.newBuilder(announcement.callbackUrl()).timeout(ANSWER_LIMIT).build(),
            HttpResponse.BodyHandlers.discarding());
    if (response.statusCode() != 302) {
      throw unexpected("the callback URL", response);
    }
    String location = response.headers().firstValue("Location").orElse("");
    try {
      URI address = Announcement.webAddress(location);
      watcher.accept(new ReceiverEvent.LinkFollowed(id));
      return address;
    } catch (IllegalArgumentException e) {
      throw new HopelessException("the redirect of the callback URL has no address");
    }
  }

  /// Returns the fault of an answer that another try will not change. A server error may pass, so
  /// it is thrown as an [IOException].
  private static HopelessException unexpected(String who, HttpResponse<?> response)
      throws IOException {
    String answer = who + " answered " + response.statusCode();
    if (response.statusCode() >= 500) {
      throw new IOException(answer);
    }
    return new HopelessException(answer);
  }

  private static long size(Path part) throws IOException {
    return Files.exists(part) ? Files.size(part) : 0;
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
