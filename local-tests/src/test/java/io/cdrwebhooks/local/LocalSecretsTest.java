package io.cdrwebhooks.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.RSAKey;
import io.cdrwebhooks.local.start.StartFailure;
import io.cdrwebhooks.local.token.ApiToken;
import io.cdrwebhooks.local.token.TokenIssuer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalSecretsTest {
  /// Made once: without the slower compiler it takes a second of a processor.
  private static String tokenKey;

  @TempDir Path directory;

  @BeforeAll
  static void makeKey(@TempDir Path folder) throws IOException {
    keptIn(folder);
    tokenKey = Files.readString(folder.resolve("token-key.json"));
  }

  @Test
  void filesAreReadableByTheirOwnerOnly() throws IOException {
    Path folder = directory.resolve("not/yet/there");
    keptIn(folder);
    for (String name : List.of("token-key.json", "s3-secret-key", "demo-receiver-signature")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
          .as(name)
          .isEqualTo("rw-------");
    }
  }

  @Test
  void secretsAreKeptAcrossStarts() throws IOException {
    LocalSecrets first = keptIn(directory);
    LocalSecrets second = keptIn(directory);
    assertThat(second.tokenKey()).hasToString(first.tokenKey().toString());
    assertThat(second.accessKey()).isEqualTo(first.accessKey());
    assertThat(second.signature()).isEqualTo(first.signature());
    assertThat(Files.readString(directory.resolve("s3-secret-key")))
        .isEqualTo(first.accessKey().secret() + "\n");
  }

  @Test
  void emptyFileIsExplainedInOneSentence() throws IOException {
    Files.writeString(directory.resolve("token-key.json"), tokenKey);
    Path file = Files.writeString(directory.resolve("s3-secret-key"), " \n");
    assertThatThrownBy(() -> keptIn(directory))
        .isInstanceOf(StartFailure.class)
        .hasMessage(file + " is empty: delete it, and the system creates a new one.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "no JSON", "{\"kty\":\"oct\",\"k\":\"AAAA\"}"})
  void missingTokenKeyIsExplainedInOneSentence(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("token-key.json"), text);
    assertThatThrownBy(() -> keptIn(directory))
        .isInstanceOf(StartFailure.class)
        .hasMessage(
            file + " contains no key for tokens: delete it, and the system creates a new one.")
        .hasNoCause();
  }

  @Test
  void keyThatCannotSignIsExplainedInOneSentence() throws Exception {
    RSAKey publicHalf = RSAKey.parse(tokenKey).toPublicJWK();
    Files.writeString(directory.resolve("token-key.json"), publicHalf.toJSONString());
    assertThatThrownBy(() -> keptIn(directory)).isInstanceOf(StartFailure.class);
  }

  @Test
  void storedTokenReplacesTheOlderAndOnlyItsOwnerCanReadIt() throws IOException {
    Path file = Files.writeString(directory.resolve("api-token"), "older and open to all\n");
    Files.writeString(directory.resolve("token-key.json"), tokenKey);
    LocalSecrets secrets = keptIn(directory);
    URI api = URI.create("http://127.0.0.1:8080");
    ApiToken token =
        new TokenIssuer(secrets.tokenKey(), api, () -> Instant.parse("2026-03-01T10:00:00.5Z"))
            .issue(Duration.ofHours(12));
    LocalSecrets.keepToken(directory, token);
    assertThat(Files.readString(file)).isEqualTo(token.reveal() + "\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(token.expiresAt()).isEqualTo("2026-03-01T22:00:00Z");
    assertThat(token.toString()).doesNotContain(token.reveal());
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).hasSize(4);
    }
  }

  @Test
  void secretsAreNotShown() throws Exception {
    Files.writeString(directory.resolve("token-key.json"), tokenKey);
    LocalSecrets secrets = keptIn(directory);
    RSAKey key = RSAKey.parse(tokenKey);
    assertThat(secrets.toString())
        .doesNotContain(key.getPrivateExponent().toString())
        .doesNotContain(secrets.accessKey().secret())
        .doesNotContain(new String(secrets.signature().bytes(), StandardCharsets.UTF_8));
    assertThat(secrets.tokenKey().publicKeys().toString(false))
        .doesNotContain(key.getPrivateExponent().toString())
        .doesNotContain(key.getFirstPrimeFactor().toString());
  }

  private static LocalSecrets keptIn(Path directory) throws IOException {
    return LocalSecrets.keptIn(directory, new SecureRandom());
  }
}
