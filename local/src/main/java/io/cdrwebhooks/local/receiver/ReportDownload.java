package io.cdrwebhooks.local.receiver;

import io.cdrwebhooks.hash.Sha256;
import io.cdrwebhooks.local.start.PrivateFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.function.Consumer;

/// Fetches a report by its callback URL, and continues after an interruption: the same token gives
/// a new address.
final class ReportDownload implements AutoCloseable {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);

  private final RequestSignatures signatures;
  private final Consumer<ReceiverEvent> watcher;
  private final HttpClient http =
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  /// Signs the request for a link, for configurations whose links need a signature.
  ReportDownload(RequestSignatures signatures, Consumer<ReceiverEvent> watcher) {
    this.signatures = signatures;
    this.watcher = watcher;
  }

  /// The result of one request.
  sealed interface Result {
    /// Every byte is on disk.
    record Complete() implements Result {}

    /// Some bytes arrived, and some are missing.
    record BrokeOff() implements Result {}

    /// The next request may succeed; `after` is the pause that the answer asks for, or zero.
    record NothingArrived(Duration after) implements Result {}

    /// The link's token has expired or was revoked.
    record DeadLink() implements Result {}
  }

  /// A request for a report failed. The reason contains no URL.
  private static final class FailedException extends Exception {
    private static final long serialVersionUID = 1;

    private final String reason;
    private final boolean deadLink;
    private final Duration after;

    FailedException(String reason, boolean deadLink, Duration after) {
      super(reason);
      this.reason = reason;
      this.deadLink = deadLink;
      this.after = after;
    }

    FailedException(String reason) {
      this(reason, false, Duration.ZERO);
    }
  }

  /// Appends the missing bytes to `part`, with one request to the link and one to the object store.
  Result fetchMore(String id, Announcement announced, Path part) throws InterruptedException {
    try {
      long before = size(part);
      if (before > announced.fileSizeInBytes()) {
        Files.delete(part); // of another version of the report
        before = 0;
      }
      if (before > 0) {
        watcher.accept(new ReceiverEvent.Resumed(id, before));
      }
      append(follow(id, announced.callbackUrl()), part, announced.fileSizeInBytes());
      long now = size(part);
      if (now == announced.fileSizeInBytes()) {
        checkDigest(part, announced.fileSha256());
        return new Result.Complete();
      }
      return now > before ? new Result.BrokeOff() : new Result.NothingArrived(Duration.ZERO);
    } catch (FailedException e) {
      watcher.accept(new ReceiverEvent.DownloadFailed(id, e.reason));
      return e.deadLink ? new Result.DeadLink() : new Result.NothingArrived(e.after);
    } catch (IOException e) {
      // The exception's message may contain an address, and with it the token.
      watcher.accept(new ReceiverEvent.DownloadFailed(id, e.getClass().getSimpleName()));
      return new Result.NothingArrived(Duration.ZERO);
    }
  }

  /// Returns the address to which the link redirects. The signature is sent only to the link: it
  /// opens the link.
  private URI follow(String id, URI link)
      throws IOException, InterruptedException, FailedException {
    HttpResponse<InputStream> response =
        http.send(
            HttpRequest.newBuilder(link)
                .timeout(ANSWER_LIMIT)
                .header("X-CDR-Signature", signatures.ofLink(link))
                .build(),
            HttpResponse.BodyHandlers.ofInputStream());
    response.body().close(); // it may never end
    if (response.statusCode() != 302) {
      boolean dead = response.statusCode() == 404 || response.statusCode() == 410;
      throw failed("the callback URL", response, dead);
    }
    watcher.accept(new ReceiverEvent.LinkFollowed(id));
    String location = response.headers().firstValue("Location").orElse("");
    try {
      return Announcement.webAddress(location);
    } catch (IllegalArgumentException e) {
      throw new FailedException("the redirect of the callback URL has no address");
    }
  }

  private void append(URI address, Path part, long announcedSize)
      throws IOException, InterruptedException, FailedException {
    Path tag = tag(part);
    String version = Files.exists(tag) ? Files.readString(tag) : "";
    long have =
        version.isEmpty() ? 0 : size(part); // without one, the rest may be of another version
    HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(ANSWER_LIMIT);
    if (have > 0) {
      request.header("Range", "bytes=" + have + "-").header("If-Match", version);
    }
    HttpResponse<InputStream> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      switch (response.statusCode()) {
        case 200 -> { // all of it, asked for or not
          Files.deleteIfExists(part);
          PrivateFile.write(tag, response.headers().firstValue("ETag").orElse(""));
          write(body, part, announcedSize);
        }
        case 206 -> write(body, part, announcedSize - have);
        case 412, 416 -> { // another version, or nothing that is missing
          if (have != announcedSize) {
            Files.deleteIfExists(part);
            throw failed("the object store", response, false);
          }
        }
        default -> throw failed("the object store", response, false);
      }
    }
  }

  /// Appends to the file until the connection ends, and then forces the written bytes to disk.
  private static void write(InputStream body, Path part, long most)
      throws IOException, FailedException {
    try (FileChannel out =
            PrivateFile.open(part, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        ReadableByteChannel in = Channels.newChannel(body)) {
      ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
      long written = 0;
      try {
        while (in.read(buffer.clear()) >= 0) {
          written += buffer.flip().remaining();
          if (written > most) {
            throw new FailedException("the file is larger than announced");
          }
          out.write(buffer);
        }
      } catch (IOException e) {
        // The bytes that arrived are kept; the next request asks for the rest.
      }
      out.force(true);
    }
  }

  /// Deletes a file whose digest differs from the announced one. An empty digest is unknown and not
  /// compared.
  private static void checkDigest(Path part, String announced) throws IOException, FailedException {
    if (!announced.isEmpty() && !announced.equals(Sha256.hex(part))) {
      Files.delete(part);
      throw new FailedException("the file has another SHA-256 than announced");
    }
  }

  private static FailedException failed(String who, HttpResponse<?> response, boolean deadLink) {
    return new FailedException(
        who + " answered " + response.statusCode(), deadLink, retryAfter(response));
  }

  /// Returns the pause in seconds that an answer asks for, an hour at most; zero for any other
  /// form.
  private static Duration retryAfter(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(value -> value.matches("[0-9]{1,9}"))
        .map(value -> Duration.ofSeconds(Math.min(Long.parseLong(value), 3_600)))
        .orElse(Duration.ZERO);
  }

  /// Returns the file for the ETag of the bytes in `part`.
  static Path tag(Path part) {
    return part.resolveSibling(part.getFileName() + ".etag");
  }

  private static long size(Path part) throws IOException {
    return Files.exists(part) ? Files.size(part) : 0;
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
