package io.cdrwebhooks.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.log.EventLog;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SecretSearchTest {
  private final SecretSearch search = new SecretSearch();
  private final EventLog log = search.log(line -> {});

  @Test
  void namedSecretInALineIsFound() {
    log.info("request.made", "header", "Bearer the-token");
    assertThat(search.leaks(Map.of("API token", "the-token", "Signature", "the-signature")))
        .containsExactly("API token");
  }

  @Test
  void issuedTokenInALineIsFound() {
    UUID token = search.token();
    assertThat(search.leaks(Map.of())).isEmpty();
    log.error("request.failed", new IllegalStateException("/cdr-download-files/" + token));
    assertThat(search.leaks(Map.of())).containsExactly("access token 0");
  }
}
