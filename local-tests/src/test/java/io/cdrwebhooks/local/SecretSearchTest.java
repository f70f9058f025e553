package io.cdrwebhooks.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.local.receiver.ReceivedAnnouncement;
import io.cdrwebhooks.local.receiver.ReceiverEvent;
import io.cdrwebhooks.log.EventLog;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretSearchTest {
  private static final Map<String, String> KEYS =
      Map.of("API token", "the-token", "Signature", "the signature?>");

  private final SecretSearch search = new SecretSearch();
  private final EventLog log = search.log(line -> {});
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final PrintStream printed =
      search.watched(new PrintStream(shown, true, StandardCharsets.UTF_8));

  @Test
  void nothingIsFoundWithoutALeak() {
    log.info("request.made", "path", "/cdr-download-files");
    printed.println("the signature holds");
    search.token();
    sent("c2lnbmF0dXJl");
    assertThat(search.leaks(KEYS)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Bearer the-token, API token",
    "dGhlIHNpZ25hdHVyZT8+, Signature",
    "dGhlIHNpZ25hdHVyZT8-, Signature",
    "http://s3/x.zip?X-Amz-Date=1&X-Amz-Signature=00ff, presigned address"
  })
  void secretInALineIsFound(String text, String name) {
    log.info("request.made", "header", text);
    assertThat(search.leaks(KEYS)).containsExactly(name);
  }

  @Test
  void issuedTokenInALineIsFound() {
    UUID token = search.token();
    assertThat(search.leaks(Map.of())).isEmpty();
    log.error("request.failed", new IllegalStateException("/cdr-download-files/" + token));
    assertThat(search.leaks(Map.of())).containsExactly("access token 0");
  }

  @Test
  void signatureThatAReceiverWasSentIsFound() {
    sent("Zmlyc3Q=", "c2Vjb25k");
    log.info("request.signed", "header", "v1,c2Vjb25k");
    assertThat(search.leaks(Map.of())).containsExactly("signature sent 1");
  }

  @Test
  void printedTextIsSearchedAndShown() {
    printed.print("DEBUG jetty Bearer the-");
    printed.println("token für S3");
    assertThat(search.leaks(KEYS)).containsExactly("API token");
    assertThat(shown.toString(StandardCharsets.UTF_8))
        .isEqualTo("DEBUG jetty Bearer the-token für S3" + System.lineSeparator());
  }

  private void sent(String... signatures) {
    ReceivedAnnouncement report =
        new ReceivedAnnouncement(URI.create("http://127.0.0.1/"), "x.zip", 1, 1, "Task", "", "");
    search.remember(new ReceiverEvent.Accepted("dlv_1", report, List.of(signatures)));
  }
}
