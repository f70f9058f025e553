package io.cdrwebhooks.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalSecretsTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"api-token", "s3-secret-key", "demo-receiver-signature"})
  void fileIsReadableByItsOwnerOnly(String name) throws IOException {
    keptIn(directory.resolve("not/yet/there"));
    Path file = directory.resolve("not/yet/there").resolve(name);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void secretsAreKeptAcrossStarts() throws IOException {
    LocalSecrets first = keptIn(directory);
    LocalSecrets second = keptIn(directory);
    assertThat(second.apiToken().reveal()).isEqualTo(first.apiToken().reveal()).hasSize(32);
    assertThat(second.accessKey()).isEqualTo(first.accessKey());
    assertThat(second.signature()).isEqualTo(first.signature());
    assertThat(Files.readString(directory.resolve("api-token")))
        .isEqualTo(first.apiToken().reveal() + "\n");
  }

  @Test
  void secretsDifferFromEachOtherAndFromAnotherDirectorys() throws IOException {
    LocalSecrets here = keptIn(directory.resolve("here"));
    LocalSecrets there = keptIn(directory.resolve("there"));
    assertThat(here.apiToken().reveal())
        .isNotEqualTo(here.accessKey().secret())
        .isNotEqualTo(there.apiToken().reveal());
  }

  @Test
  void emptyFileIsSaidInOneSentence() throws IOException {
    Path file = Files.writeString(directory.resolve("api-token"), " \n");
    assertThatThrownBy(() -> keptIn(directory))
        .isInstanceOf(StartFailure.class)
        .hasMessage(file + " is empty; delete it and a new one is made.");
  }

  @Test
  void secretsShowThemselvesNowhere() {
    LocalSecrets secrets = LocalSecrets.random(new SecureRandom());
    assertThat(secrets.toString())
        .doesNotContain(secrets.apiToken().reveal())
        .doesNotContain(secrets.accessKey().secret())
        .doesNotContain(new String(secrets.signature().bytes()));
  }

  private static LocalSecrets keptIn(Path directory) throws IOException {
    return LocalSecrets.keptIn(directory, new SecureRandom());
  }
}
