package io.cdrwebhooks.configuration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.receiver.ReceiverUrl;
import io.cdrwebhooks.report.TaskId;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests Signatures, and the configuration records that hold them sealed.
class SignatureKeyTest {
  private static final String SECRET = "k3yFromTheConfiguration";
  private static final Instant NOW = Instant.parse("2026-01-10T11:20:09Z");

  @Test
  void bytesAreTheUtf8OfTheTextUnchanged() {
    assertThat(new SignatureKey(" sécret 🔑\n").bytes()).isEqualTo(" sécret 🔑\n".getBytes(UTF_8));
    assertThat(new SignatureKey(SECRET).forMac("HmacSHA512").getEncoded())
        .isEqualTo(SECRET.getBytes(UTF_8));
    assertThat(new SignatureKey(SECRET).forMac("HmacSHA512").getAlgorithm())
        .isEqualTo("HmacSHA512");
  }

  @ParameterizedTest
  @CsvSource({
    "k3yFromTheConfiguration, ion",
    "abcd, bcd",
    "abc, abc",
    "a, a",
    "key-with-🔑, h-🔑",
    "🔑🔒🔓🗝, 🔒🔓🗝",
    "🔑, 🔑"
  })
  void hintIsTheLastThreeCharacters(String key, String hint) {
    assertThat(new SignatureKey(key).hint()).isEqualTo(hint);
  }

  @Test
  void emptyKeyIsRefused() {
    assertThatThrownBy(() -> new SignatureKey("")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keysAreEqualByTheirText() {
    assertThat(new SignatureKey(SECRET))
        .isEqualTo(new SignatureKey(SECRET))
        .hasSameHashCodeAs(new SignatureKey(SECRET))
        .isNotEqualTo(new SignatureKey(SECRET + "x"))
        .isNotEqualTo(SECRET);
  }

  @Test
  void keyAndCiphertextAreNotShown() {
    SealedSignature sealed = new SealedSignature("local-1", "Y2lwaGVydGV4dA==");
    WebhookConfiguration configuration = configuration("Name", sealed);
    assertThat(new SignatureKey(SECRET)).hasToString("SignatureKey[redacted]");
    assertThat(sealed).hasToString("SealedSignature[keyId=local-1]");
    assertThat(configuration.toString()).contains("Name").doesNotContain("Y2lwaGVydGV4dA");
  }

  @ParameterizedTest
  @CsvSource({"'  My Receiver ', my receiver", "ÄÖÜ, äöü", "INFO, info"})
  void namesAreUniqueIgnoringCaseInAnyLanguage(String name, String uniqueForm) {
    assertThat(WebhookConfiguration.uniqueForm(name)).isEqualTo(uniqueForm);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t\n"})
  void configurationsAndTasksHaveNames(String blank) {
    SealedSignature sealed = new SealedSignature("local-1", "x");
    assertThatThrownBy(() -> configuration(blank, sealed))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CdrTask.of(new TaskId(1), blank, Optional.empty(), Instant.EPOCH))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void idIsMadeOfARandomUuidAndParsesItsText() {
    ConfigurationId id =
        ConfigurationId.of(UUID.fromString("012e93de-1fae-4c6d-8067-c27c4cb9fd00"));
    assertThat(id).hasToString("cfg_012e93de1fae4c6d8067c27c4cb9fd00");
    assertThat(ConfigurationId.parse(id.toString())).contains(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "cfg_",
        "012e93de1fae4c6d8067c27c4cb9fd00",
        "cfg_012E93DE1fae4c6d8067c27c4cb9fd00",
        "cfg_012e93de1fae4c6d8067c27c4cb9fd0",
        "cfg_012e93de1fae4c6d8067c27c4cb9fd000",
        "cfg_012e93de1fae4c6d8067c27c4cb9fd00\n",
        "cfg_012e93de-1fae-4c6d-8067-c27c4cb9fd00"
      })
  void otherTextIsNotAnId(String text) {
    assertThat(ConfigurationId.parse(text)).isEmpty();
    assertThatThrownBy(() -> new ConfigurationId(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void revisionsCountFrom1() {
    assertThat(Revision.FIRST.next()).isEqualTo(new Revision(2));
    assertThatThrownBy(() -> new Revision(0)).isInstanceOf(IllegalArgumentException.class);
  }

  private static WebhookConfiguration configuration(String name, SealedSignature sealed) {
    return WebhookConfiguration.create(
        ConfigurationId.of(UUID.fromString("012e93de-1fae-4c6d-8067-c27c4cb9fd00")),
        name,
        new ReceiverUrl(URI.create("https://receiver.example/")),
        SignaturePeriods.first(sealed, new SignatureKey("ion"), NOW),
        NOW);
  }
}
