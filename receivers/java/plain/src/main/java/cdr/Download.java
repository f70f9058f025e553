package cdr;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Downloads one report, and continues where a broken download stopped. */
final class Download {
  private static final Duration MOST_SILENCE = Duration.ofSeconds(30);
  private static final long MOST_RETRY_AFTER_SECONDS = 3600;
  private static final ScheduledExecutorService CLOCK = Executors.newSingleThreadScheduledExecutor(Worker::daemon);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /** A download that failed. The message contains no URL, so it may be logged. */
  static final class Failure extends Exception {
    final boolean linkIsDead;
    final boolean freshLinkHelps;
    final long retryAfterSeconds;

    Failure(String message) {
      this(message, 0, 0);
    }

    Failure(String message, int statusOfLink, long retryAfterSeconds) {
      super(message);
      this.linkIsDead = statusOfLink == 404 || statusOfLink == 410;
      this.freshLinkHelps = statusOfLink == 403 || statusOfLink == 410; // 403: for example, issued for an older Signature.
      this.retryAfterSeconds = retryAfterSeconds;
    }
  }

  private final long size;
  private final String sha256;
  private final URI link;
  private final String linkSignature;
  private final Path folder;
  private final Path saved;
  private final Path part;
  private final Path etagFile;

  /** The request for the link is signed, for configurations whose links need that. */
  Download(Announcement announced, Path folder, List<String> signatures) {
    this.size = announced.fileSizeInBytes();
    this.sha256 = announced.fileSha256();
    this.link = URI.create(announced.callbackURL());
    this.linkSignature = CdrSystem.signLink(signatures, announced.callbackURL());
    this.folder = folder;
    String name = Announcement.safeName(announced.fileName());
    this.saved = folder.resolve(name);
    this.part = folder.resolve(name + ".part");
    this.etagFile = folder.resolve(name + ".etag");
  }

  /** Saves the report in the folder, or throws; the bytes so far stay for the next try. */
  void run() throws IOException, InterruptedException, Failure {
    if (sizeOf(saved) == size) return; // The process crashed between the rename and the update of the inbox.

    Files.createDirectories(folder);
    String etag = Files.exists(etagFile) ? Files.readString(etagFile) : "";
    long have = sizeOf(part);
    if (have < 0 || have > size || etag.isEmpty()) have = 0;

    HttpResponse<InputStream> answer = followLink(have, etag);
    try (InputStream body = answer.body()) {
      take(answer, body, have);
    }
    if (sizeOf(part) != size) throw new Failure("the file is not complete yet");
    if (!sha256.isEmpty() && !sha256.equals(sha256Of(part))) {
      Files.delete(part);
      throw new Failure("the file has another SHA-256 than announced");
    }
    Files.move(part, saved, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Files.deleteIfExists(etagFile);
  }

  /** Appends the bytes from the store to the partial file, or starts the file again. */
  private void take(HttpResponse<InputStream> answer, InputStream body, long have) throws IOException, Failure {
    int status = answer.statusCode();
    String range = answer.headers().firstValue("content-range").orElse("");
    if (status == 206 && have > 0 && range.startsWith("bytes " + have + "-")) {
      append(body, have);
    } else if (status == 200) {
      Files.deleteIfExists(part);
      Files.writeString(etagFile, answer.headers().firstValue("etag").orElse(""));
      append(body, 0);
    } else if (status != 416 || have != size) { // 416: the process crashed between the last byte and the rename.
      if (status == 206 || status == 412 || status == 416) Files.deleteIfExists(part); // The next try starts again.
      throw new Failure("the store answered " + status);
    }
  }

  /** The store's answer. The link itself answers with a redirect; one is followed, and no more. */
  private HttpResponse<InputStream> followLink(long have, String etag)
      throws IOException, InterruptedException, Failure {
    // Only the request to the link is signed, not the one to its target: the signature opens the link.
    HttpRequest ask = get(link).header("X-CDR-Signature", linkSignature).build();
    HttpResponse<InputStream> redirect = CLIENT.send(ask, BodyHandlers.ofInputStream());
    redirect.body().close(); // It is not needed, and reading it could wait for ever.
    HttpRequest.Builder request = get(target(redirect.statusCode(), redirect.headers()));
    // If-Match: the rest must belong to the file whose beginning we have.
    if (have > 0) request.header("Range", "bytes=" + have + "-").header("If-Match", etag);
    return CLIENT.send(request.build(), BodyHandlers.ofInputStream());
  }

  private URI target(int status, HttpHeaders headers) throws Failure {
    Optional<String> location = headers.firstValue("location");
    if (status != 302 || location.isEmpty()) {
      boolean throttled = status == 429 || status == 503;
      throw new Failure("the link answered " + status, status, throttled ? retryAfterSeconds(headers) : 0);
    }
    URI target = link.resolve(location.get());
    if ("https".equalsIgnoreCase(link.getScheme()) && !"https".equalsIgnoreCase(target.getScheme())) {
      throw new Failure("the link left https");
    }
    return target;
  }

  /** The pause that Retry-After asks for in seconds, and one more, because the inbox keeps whole seconds. */
  static long retryAfterSeconds(HttpHeaders headers) {
    String seconds = headers.firstValue("retry-after").orElse("");
    return seconds.matches("[0-9]{1,9}") ? Math.min(MOST_RETRY_AFTER_SECONDS, Long.parseLong(seconds) + 1) : 0;
  }

  private static HttpRequest.Builder get(URI uri) {
    return HttpRequest.newBuilder(uri).timeout(MOST_SILENCE); // This timeout ends with the answer's headers.
  }

  private void append(InputStream body, long have) throws IOException, Failure {
    AtomicLong lastByteAt = new AtomicLong(System.nanoTime());
    ScheduledFuture<?> watch = CLOCK.scheduleWithFixedDelay(() -> closeWhenSilent(body, lastByteAt), 1, 1, TimeUnit.SECONDS);
    try (var file = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      byte[] buffer = new byte[65_536];
      for (int read; (read = body.read(buffer)) >= 0; have += read) {
        lastByteAt.set(System.nanoTime());
        if (have + read > size) {
          Files.delete(part);
          throw new Failure("the file is larger than announced");
        }
        for (var bytes = ByteBuffer.wrap(buffer, 0, read); bytes.hasRemaining(); ) file.write(bytes);
      }
      file.force(true);
    } finally {
      watch.cancel(false);
    }
  }

  /** Closing the body ends the read that waits for it. */
  private static void closeWhenSilent(InputStream body, AtomicLong lastByteAt) {
    if (System.nanoTime() - lastByteAt.get() < MOST_SILENCE.toNanos()) return;
    try {
      body.close();
    } catch (IOException e) {
      // The stream is closed either way.
    }
  }

  private static String sha256Of(Path file) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every JVM has this algorithm.
    }
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The size of a file in bytes, -1 when there is none. */
  private static long sizeOf(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : -1;
  }
}
