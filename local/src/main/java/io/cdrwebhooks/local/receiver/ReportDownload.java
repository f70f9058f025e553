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

/// Fetches a report by its callback URL, and goes on where it broke off: the same token gives a
/// fresh address.
final class ReportDownload {
  private static final int TRIES = 5;

  private final Consumer<ReceiverEvent> watcher;
  private final HttpClient http =
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  ReportDownload(Consumer<ReceiverEvent> watcher) {
    this.watcher = watcher;
  }

  /// Saves the report under its name only when every byte has come; tells the watcher how it ended.
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
        watcher.accept(new ReceiverEvent.Resumed(id, Files.size(part)));
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      watcher.accept(new ReceiverEvent.Saved(id, file, Files.size(file)));
    } catch (IOException e) {
      watcher.accept(new ReceiverEvent.DownloadFailed(id, e.getClass().getSimpleName()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// True once all of it is here; false if the connection broke off on the way.
  private boolean fetchMore(String id, Announcement announcement, Path part)
      throws IOException, InterruptedException {
    URI address = follow(id, announcement);
    long have = Files.exists(part) ? Files.size(part) : 0;
    HttpRequest.Builder request = HttpRequest.newBuilder(address);
    if (have > 0) {
      request.header("Range", "bytes=" + have + "-");
    }
    HttpResponse<InputStream> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      if (response.statusCode() != (have > 0 ? 206 : 200)) {
        throw new IOException("the object store answered " + response.statusCode());
      }
      try (OutputStream out =
          Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        body.transferTo(out);
      } catch (IOException e) {
        return false;
      }
    }
    return Files.size(part) == announcement.fileSizeInBytes();
  }

  private URI follow(String id, Announcement announcement)
      throws IOException, InterruptedException {
    HttpResponse<Void> response =
        http.send(
            HttpRequest.newBuilder(announcement.callbackUrl()).build(),
            HttpResponse.BodyHandlers.discarding());
    if (response.statusCode() != 302) {
      throw new IOException("the callback URL answered " + response.statusCode());
    }
    watcher.accept(new ReceiverEvent.LinkFollowed(id));
    return URI.create(
        response
            .headers()
            .firstValue("Location")
            .orElseThrow(() -> new IOException("a redirect without Location")));
  }
}
