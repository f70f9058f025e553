package io.cdrwebhooks.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.configapi.Deployment;
import io.cdrwebhooks.local.token.TestTokens;
import io.cdrwebhooks.local.token.TokenKey;
import io.cdrwebhooks.local.token.TokenRules;
import io.cdrwebhooks.local.token.TokenSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenSettingsFileTest {
  private static final URI API = URI.create("http://127.0.0.1:8080");

  @TempDir Path directory;

  @Test
  void withoutAFileTheSystemIsItsOwnIssuer() throws IOException {
    TokenSettings settings = TokenSettingsFile.in(directory);
    TokenKey key = TokenKey.random(new SecureRandom());
    TokenRules rules = settings.rules(API, key);
    assertThat(rules.issuer()).isEqualTo("http://127.0.0.1:8080/");
    assertThat(rules.audience()).isEqualTo("cdr-webhooks");
    assertThat(rules.scopes()).isEqualTo(new Deployment.Scopes("webhooks/read", "webhooks/write"));
    assertThat(rules.keys().getKeys()).isEqualTo(key.publicKeys().getKeys());
  }

  @Test
  void everySettingIsTaken() throws IOException {
    Files.writeString(
        directory.resolve("issuer.json"), new TestTokens().rules().keys().toString(false));
    write(
        """
        issuer=https://issuer.example/
        audience=elsewhere
        readScope=see
        writeScope=do
        keySet=issuer.json
        """);
    TokenRules rules =
        TokenSettingsFile.in(directory).rules(API, TokenKey.random(new SecureRandom()));
    assertThat(rules.issuer()).isEqualTo("https://issuer.example/");
    assertThat(rules.audience()).isEqualTo("elsewhere");
    assertThat(rules.scopes()).isEqualTo(new Deployment.Scopes("see", "do"));
    assertThat(rules.keys().getKeys()).hasSize(2).noneMatch(key -> key.isPrivate());
    assertThat(rules.keys().getKeyByKeyId(TestTokens.KEY_ID)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "Audience=x, 'tokens.properties has no setting named Audience.'",
    "readScope=two words, 'tokens.properties can''t be used: not the names of scopes: two words, webhooks/write.'",
    "audience=\\u00z, 'tokens.properties can''t be used: Malformed \\uxxxx encoding..'",
    "keySet=tokens.properties, 'tokens.properties is not a key set (RFC 7517).'"
  })
  void whatIsNoSuchSettingIsSaidInOneSentence(String line, String sentence) throws IOException {
    write(line + "\n");
    assertThatThrownBy(() -> TokenSettingsFile.in(directory))
        .isInstanceOf(StartFailure.class)
        .hasMessage(directory + "/" + sentence);
  }

  private void write(String text) throws IOException {
    Files.writeString(directory.resolve("tokens.properties"), text);
  }
}
