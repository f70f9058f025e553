package io.cdrwebhooks.chaos.receiver;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/// Writes what a receiver answers, byte by byte.
final class Answers {
  static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);
  private static final String NASTY =
      "<script>alert(1)</script>\u001b[31mred\u001b[0m\u0000\u0007 \r\nevil: yes";
  private static final int DRIPS = 60;
  private static final int HUGE_CHUNKS = 512;
  private static final byte[] BOMB = bomb();

  private final OutputStream out;
  private final int trapPort;

  Answers(OutputStream out, int trapPort) {
    this.out = out;
    this.trapPort = trapPort;
  }

  void write(Behaviour behaviour) throws IOException, InterruptedException {
    switch (behaviour) {
      case ACCEPT -> answer("200 OK", "", "ok");
      case ACCEPT_WITHOUT_CONTENT -> text("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
      case ACCEPT_WITH_HUGE_ANSWER -> huge("200 OK", 1);
      case ACCEPT_SLOWLY -> {
        text("HTTP/1.1 200 OK\r\nContent-Length: 20\r\nConnection: close\r\n\r\n");
        drip(20, Duration.ofMillis(50));
      }
      case ANSWER_500 -> answer("500 Oh", "Content-Type: text/html\r\n", NASTY);
      case ANSWER_502 -> answer("502 Bad Gateway", "", "");
      case ANSWER_404 -> answer("404 Not Found", "", NASTY);
      case ANSWER_400 -> answer("400 Bad \u001b[31mRequest", "", "no");
      case ANSWER_410 -> answer("410 Gone", "", "stop");
      case ANSWER_429_RETRY_AFTER ->
          answer("429 Slow", "Retry-After: " + RETRY_AFTER.toSeconds() + "\r\n", "");
      case ANSWER_503_RETRY_AFTER_DATE -> answer("503 Wait", "Retry-After: " + date() + "\r\n", "");
      case REDIRECT_TO_LOOPBACK ->
          answer("302 Found", "Location: http://127.0.0.1:" + trapPort + "/trap\r\n", "");
      case REDIRECT_TO_METADATA ->
          answer("307 There", "Location: http://169.254.169.254/latest/meta-data/\r\n", "");
      case HUGE_500 -> huge("500 Oh", HUGE_CHUNKS);
      case GZIP_BOMB_503 -> {
        text(
            "HTTP/1.1 503 Bomb\r\nContent-Encoding: gzip\r\nConnection: close\r\nContent-Length: "
                + BOMB.length
                + "\r\n\r\n");
        out.write(BOMB);
      }
      case NOT_HTTP -> text("SSH-2.0-OpenSSH_9.6\r\n\u0000\u0001\u0002garbage\r\n\r\n");
      case INVALID_HEADERS ->
          text("HTTP/1.1 500 Oh\r\nno colon \u0000 here\r\n: empty\r\nX:\u001b[2J\r\n\r\n");
      case ENDLESS_HEADER -> text("HTTP/1.1 200 OK\r\nX: " + "a".repeat(20_000) + "\r\n\r\n");
      case TRUNCATED_200 -> text("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this");
      case DRIP_FOR_EVER -> {
        text("HTTP/1.1 200 OK\r\nX: ");
        drip(DRIPS, Duration.ofMillis(400));
      }
      case RESET_BEFORE_BODY,
          RESET_AFTER_BODY,
          CLOSE_WITHOUT_ANSWER,
          READ_SLOWLY,
          NEVER_ANSWER -> {}
    }
    out.flush();
  }

  private void answer(String status, String headers, String body) throws IOException {
    text(
        "HTTP/1.1 "
            + status
            + "\r\n"
            + headers
            + "Connection: close\r\nContent-Length: "
            + body.getBytes(StandardCharsets.ISO_8859_1).length
            + "\r\n\r\n"
            + body);
  }

  private void huge(String status, int chunks) throws IOException {
    text("HTTP/1.1 " + status + "\r\nConnection: close\r\nContent-Length: 9000000000\r\n\r\n");
    byte[] chunk = new byte[32 << 10];
    for (int i = 0; i < chunks; i++) {
      out.write(chunk);
      out.flush();
    }
  }

  private void drip(int bytes, Duration every) throws IOException, InterruptedException {
    for (int i = 0; i < bytes; i++) {
      out.write('d');
      out.flush();
      Thread.sleep(every);
    }
  }

  private void text(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private static String date() {
    return HTTP_DATE.format(ZonedDateTime.now(ZoneOffset.UTC).plus(RETRY_AFTER));
  }

  private static byte[] bomb() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 32; i++) {
        gzip.write(zeros);
      }
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail to be written", e);
    }
    return bytes.toByteArray();
  }
}
