package io.cdrwebhooks.chaos.world;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// The reaction of a receiver to one request. Only [#ACCEPT] accepts a report.
public enum Behaviour {
  ACCEPT,
  ANSWER_410,
  ANSWER_500,
  ANSWER_404,
  ANSWER_429_RETRY_AFTER,
  REDIRECT,
  RESET_BEFORE_BODY,
  RESET_AFTER_BODY,
  HUGE_500,
  TRUNCATED_200,
  DRIP_FOR_EVER,
  READ_SLOWLY,
  NEVER_ANSWER;

  public static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private static final String NASTY =
      "<script>alert(1)</script>\u001b[31mred\u001b[0m\u0000\u0007 \r\nevil: yes";
  private static final int DRIPS = 60;
  private static final int HUGE_CHUNKS = 512;

  /// Writes the answer, byte by byte.
  void answer(OutputStream out) throws IOException, InterruptedException {
    switch (this) {
      case ACCEPT -> answer(out, "200 OK", "", "ok");
      case ANSWER_410 -> answer(out, "410 Gone", "", "stop");
      case ANSWER_500 -> answer(out, "500 Oh", "Content-Type: text/html\r\n", NASTY);
      case ANSWER_404 -> answer(out, "404 Not Found", "", NASTY);
      case ANSWER_429_RETRY_AFTER ->
          answer(out, "429 Slow", "Retry-After: " + RETRY_AFTER.toSeconds() + "\r\n", "");
      case REDIRECT -> answer(out, "302 Found", "Location: /elsewhere\r\n", "");
      case HUGE_500 -> {
        text(out, "HTTP/1.1 500 Oh\r\nConnection: close\r\nContent-Length: 9000000000\r\n\r\n");
        for (int i = 0; i < HUGE_CHUNKS; i++) {
          out.write(new byte[32 << 10]);
        }
      }
      case TRUNCATED_200 -> text(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this");
      case DRIP_FOR_EVER -> {
        text(out, "HTTP/1.1 200 OK\r\nX: ");
        for (int i = 0; i < DRIPS; i++) {
          out.write('d');
          Thread.sleep(400);
        }
      }
      case RESET_BEFORE_BODY, RESET_AFTER_BODY, READ_SLOWLY, NEVER_ANSWER -> {}
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

  private static void text(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }
}
