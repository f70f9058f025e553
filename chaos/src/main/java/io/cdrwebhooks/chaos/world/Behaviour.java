package io.cdrwebhooks.chaos.world;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The reaction of a receiver to one request. Only some reactions accept a report.
public enum Behaviour {
  ACCEPT,
  ACCEPT_WITHOUT_CONTENT,
  ACCEPT_SLOWLY,
  ANSWER_500,
  ANSWER_404,
  ANSWER_429_RETRY_AFTER,
  ANSWER_503_RETRY_AFTER_DATE,
  ANSWER_410,
  REDIRECT,
  RESET_BEFORE_BODY,
  RESET_AFTER_BODY,
  CLOSE_WITHOUT_ANSWER,
  HUGE_500,
  NOT_HTTP,
  TRUNCATED_200,
  DRIP_FOR_EVER,
  READ_SLOWLY,
  NEVER_ANSWER;

  static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);
  private static final String NASTY =
      "<script>alert(1)</script>\u001b[31mred\u001b[0m\u0000\u0007 \r\nevil: yes";
  private static final int DRIPS = 60;
  private static final int HUGE_CHUNKS = 512;

  public boolean accepts() {
    return name().startsWith("ACCEPT");
  }

  boolean asksToWait() {
    return name().contains("RETRY_AFTER");
  }

  /// Writes the answer, byte by byte. A redirect leads to `trapPort`.
  void answer(OutputStream out, int trapPort) throws IOException, InterruptedException {
    switch (this) {
      case ACCEPT -> answer(out, "200 OK", "", "ok");
      case ACCEPT_WITHOUT_CONTENT ->
          text(out, "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
      case ACCEPT_SLOWLY -> {
        text(out, "HTTP/1.1 200 OK\r\nContent-Length: 20\r\nConnection: close\r\n\r\n");
        drip(out, 20, Duration.ofMillis(50));
      }
      case ANSWER_500 -> answer(out, "500 Oh", "Content-Type: text/html\r\n", NASTY);
      case ANSWER_404 -> answer(out, "404 Not Found", "", NASTY);
      case ANSWER_410 -> answer(out, "410 Gone", "", "stop");
      case ANSWER_429_RETRY_AFTER ->
          answer(out, "429 Slow", "Retry-After: " + RETRY_AFTER.toSeconds() + "\r\n", "");
      case ANSWER_503_RETRY_AFTER_DATE -> {
        String date = HTTP_DATE.format(ZonedDateTime.now(ZoneOffset.UTC).plus(RETRY_AFTER));
        answer(out, "503 Wait", "Retry-After: " + date + "\r\n", "");
      }
      case REDIRECT ->
          answer(out, "302 Found", "Location: http://127.0.0.1:" + trapPort + "/trap\r\n", "");
      case HUGE_500 -> {
        text(out, "HTTP/1.1 500 Oh\r\nConnection: close\r\nContent-Length: 9000000000\r\n\r\n");
        for (int i = 0; i < HUGE_CHUNKS; i++) {
          out.write(new byte[32 << 10]);
        }
      }
      case NOT_HTTP -> text(out, "SSH-2.0-OpenSSH_9.6\r\n\u0000\u0001\u0002garbage\r\n\r\n");
      case TRUNCATED_200 -> text(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this");
      case DRIP_FOR_EVER -> {
        text(out, "HTTP/1.1 200 OK\r\nX: ");
        drip(out, DRIPS, Duration.ofMillis(400));
      }
      case RESET_BEFORE_BODY,
          RESET_AFTER_BODY,
          CLOSE_WITHOUT_ANSWER,
          READ_SLOWLY,
          NEVER_ANSWER -> {}
    }
  }

  private static void answer(OutputStream out, String status, String headers, String body)
      throws IOException {
    int length = body.length();
    text(
        out,
        "HTTP/1.1 %s\r\n%sConnection: close\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(status, headers, length, body));
  }

  private static void drip(OutputStream out, int bytes, Duration every)
      throws IOException, InterruptedException {
    for (int i = 0; i < bytes; i++) {
      out.write('d');
      Thread.sleep(every);
    }
  }

  private static void text(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }
}
