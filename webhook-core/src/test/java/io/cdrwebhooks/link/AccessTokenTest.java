package io.cdrwebhooks.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokenTest {
  private static final String TEXT = "012e93de-1fae-4c6d-8067-c27c4cb9fd00";
  private static final AccessToken TOKEN = AccessToken.of(UUID.fromString(TEXT));

  /// Computed with sha256sum: every later version must find stored links again.
  private static final String HASH =
      "4cb43838d603c6134fb6c897447f85350f7d9aa0bf70e165e695d25ac30f94a7";

  @Test
  void tokenIsTheUuidInLowerCase() {
    assertThat(TOKEN.reveal()).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "012e93de1fae4c6d8067c27c4cb9fd00",
        "012E93DE-1FAE-4C6D-8067-C27C4CB9FD00",
        "012e93de-1fae-4c6d-8067-c27c4cb9fd0",
        "012e93de-1fae-4c6d-8067-c27c4cb9fd000",
        "012e93de-1fae-4c6d-8067-c27c4cb9fd0g",
        "012e93de-1fae-4c6d-8067-c27c4cb9fd00\n",
        " 012e93de-1fae-4c6d-8067-c27c4cb9fd00",
        "012e93de-1fae-4c6d-8067-c27c4cb9fd00/",
        "012e93de-1fae-4c6d-8067-c27c4cb9fd0٠",
        "012e93de-1fae-1c6d-8067-c27c4cb9fd00",
        "012e93de-1fae-4c6d-c067-c27c4cb9fd00"
      })
  void textWithoutTheFormOfATokenHasNoHash(String text) {
    assertThat(AccessToken.hashIfToken(text)).isEmpty();
  }

  @Test
  void hashIsTheSha256OfTheText() {
    assertThat(TOKEN.hash()).isEqualTo(new TokenHash(HASH));
    assertThat(AccessToken.hashIfToken(TEXT)).contains(new TokenHash(HASH));
  }

  @Test
  void tokenIsNotShown() {
    assertThat(TOKEN).hasToString("AccessToken[redacted]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ab", "Z"})
  void otherTextIsNotAHash(String text) {
    assertThatThrownBy(() -> new TokenHash(text)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TokenHash(HASH.substring(1) + text + "Z"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TokenHash(HASH.toUpperCase(Locale.ROOT)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void callbackUrlIsTheTokenUnderThePublicBaseUrl() {
    assertThat(new CallbackUrls(URI.create("https://example.com")).of(TOKEN))
        .hasToString("https://example.com/bulk/cdr-mgr/v1/cdr-download-files/" + TEXT);
    assertThat(new CallbackUrls(URI.create("http://127.0.0.1:8080/stage")).of(TOKEN))
        .hasToString("http://127.0.0.1:8080/stage/bulk/cdr-mgr/v1/cdr-download-files/" + TEXT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "example.com",
        "/path",
        "//example.com",
        "https:example.com",
        "https://example.com/",
        "https://example.com/stage/",
        "https://example.com?a=b",
        "https://example.com#a"
      })
  void publicBaseUrlIsAbsoluteAndEndsWithItsPath(String text) {
    assertThatThrownBy(() -> new CallbackUrls(URI.create(text)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
