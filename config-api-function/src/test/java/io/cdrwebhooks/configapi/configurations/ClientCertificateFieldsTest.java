package io.cdrwebhooks.configapi.configurations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.configapi.Answer;
import io.cdrwebhooks.configapi.TestApi;
import io.cdrwebhooks.configuration.ClientCertificate;
import io.cdrwebhooks.configuration.FailingStreak;
import io.cdrwebhooks.configuration.ReceiverHealth;
import io.cdrwebhooks.gateway.PemBlocks;
import io.cdrwebhooks.gateway.TestIdentity;
import io.cdrwebhooks.gateway.TlsIdentity;
import io.cdrwebhooks.hash.Sha256;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tests the client certificate that a caller gives a configuration: facts are shown, the key
/// never.
@Tag("slow")
class ClientCertificateFieldsTest {
  private static final String PATH = "/webhook-configurations";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;
  private static TlsIdentity issued;
  private static TlsIdentity rsa;

  private final TestApi api = new TestApi();

  @BeforeAll
  static void makeIdentities() throws Exception {
    String start = "2026/02/01 00:00:00"; // the clock of the API stands at 2026-03-01
    issued = TestIdentity.selfSigned(folder, "client", "-startdate", start);
    rsa = TestIdentity.selfSigned(folder, "rsa", "-keyalg", "RSA", "-startdate", start);
  }

  @Test
  void answerHasFactsOfTheCertificateAndTheKeyIsEncrypted() throws Exception {
    Answer created = api.post(PATH, creation(issued));

    assertThat(created.status()).as(created.text()).isEqualTo(201);
    assertThat(created.body().path("clientCertificate").toString())
        .isEqualTo(
            "{\"subject\":\"CN=client\",\"issuer\":\"CN=client\",\"sha256\":\""
                + Sha256.hex(issued.chain().getFirst().getEncoded())
                + "\",\"notAfter\":\""
                + issued
                    .chain()
                    .getFirst()
                    .getNotAfter()
                    .toInstant()
                    .toString()
                    .replace("Z", ".000Z")
                + "\"}");
    ClientCertificate stored = stored(path(created));
    assertThat(stored.chain()).isEqualTo(PemBlocks.text(issued.chain()));
    assertThat(sealedKey(stored)).isEqualTo(base64Key(issued));
    for (Answer answer : List.of(created, api.get(path(created)), api.get(PATH))) {
      assertThat(answer.text()).doesNotContain("PRIVATE", base64Key(issued).substring(0, 40));
    }
    assertThat(api.log).noneMatch(line -> line.contains(base64Key(issued).substring(0, 40)));
  }

  @Test
  void largestKeyCanBeSealed() throws Exception {
    TlsIdentity large =
        TestIdentity.selfSigned(
            folder, "l", "-keyalg", "RSA", "-keysize", "4096", "-startdate", "2026/02/01 00:00:00");

    Answer created = api.post(PATH, creation(large));

    assertThat(created.status()).as(created.text()).isEqualTo(201);
    assertThat(sealedKey(stored(path(created)))).as("bytes that KMS takes").hasSizeLessThan(4_096);
  }

  @Test
  void replacementKeepsReplacesOrRemovesCertificate() {
    String path = path(api.post(PATH, creation(issued)));
    ClientCertificate first = stored(path);

    assertThat(api.put(path, "*", TestApi.replacement("A")).status()).isEqualTo(200);
    assertThat(stored(path)).isEqualTo(first);

    assertThat(api.put(path, "*", replacement(given(rsa).toString())).status()).isEqualTo(200);
    assertThat(sealedKey(stored(path))).isEqualTo(base64Key(rsa));

    assertThat(api.put(path, "*", replacement("null")).status()).isEqualTo(200);
    assertThat(api.stored(path).gateway().certificate()).isEmpty();
  }

  /// A script that sends the same PUT each night must neither end the failing streak nor cause a
  /// notice.
  @Test
  void sameCertificateAgainKeepsFailuresAndItsNotice() {
    String path = path(api.post(PATH, creation(issued)));
    assertThat(api.put(path, "*", TestApi.replacement("A")).status()).as("its URL").isEqualTo(200);
    int probes = api.workMessages.sent().size();
    Instant noted = Instant.parse("2026-03-01T09:59:00Z");
    api.configurations.replace(
        api.stored(path).withWarnedCertificate(noted), api.stored(path).revision());
    ReceiverHealth failing = ReceiverHealth.failing(FailingStreak.begin(noted));
    api.note(path, true, failing);

    assertThat(api.put(path, "*", replacement(given(issued).toString())).status()).isEqualTo(200);
    assertThat(api.stored(path).health()).isEqualTo(failing);
    assertThat(stored(path).warnedAt()).contains(noted);
    assertThat(sealedKey(stored(path))).isEqualTo(base64Key(issued));
    assertThat(api.workMessages.sent()).hasSize(probes);

    assertThat(api.put(path, "*", replacement(given(rsa).toString())).status()).isEqualTo(200);
    assertThat(api.stored(path).health()).as("another").isEqualTo(ReceiverHealth.GOOD);
    assertThat(stored(path).warnedAt()).isEmpty();
    assertThat(api.workMessages.sent()).hasSize(probes + 1);
    api.note(path, true, failing);
    assertThat(api.put(path, "*", replacement("null")).status()).isEqualTo(200);
    assertThat(api.stored(path).health()).as("removed").isEqualTo(ReceiverHealth.GOOD);
  }

  /// A file with both is a common mistake: the stored text must not have the key.
  @Test
  void keyAmongTheCertificatesIsNotStoredThere() {
    ObjectNode both = given(issued);
    both.put("certificate", TestIdentity.keyText(issued) + PemBlocks.text(issued.chain()));

    String path = path(api.post(PATH, creation(both.toString())));

    assertThat(stored(path).chain()).isEqualTo(PemBlocks.text(issued.chain()));
  }

  @Test
  void eachMistakeHasItsError() throws Exception {
    TlsIdentity old =
        TestIdentity.selfSigned(
            folder, "old", "-startdate", "2026/01/01 00:00:00", "-validity", "10");
    String pkcs1 = TestIdentity.keyText(rsa).replace("PRIVATE", "RSA PRIVATE");
    String encrypted = TestIdentity.keyText(rsa).replace("PRIVATE", "ENCRYPTED PRIVATE");

    refuses(given(old), "certificate", "must not have expired: 2026-01-1");
    refuses(given(issued).put("certificate", "none"), "certificate", "1 to 4 certificates: 0");
    refuses(
        given(issued)
            .put("certificate", "-----BEGIN CERTIFICATE-----AAAA-----END CERTIFICATE-----"),
        "certificate",
        "X.509");
    refuses(given(issued).put("certificate", "c".repeat(9_001)), "certificate", "9,000");
    refuses(given(issued).put("privateKey", "k".repeat(4_001)), "privateKey", "4,000");
    refuses(given(issued).put("privateKey", "none"), "privateKey", "PKCS#8");
    refuses(given(rsa).put("privateKey", pkcs1), "privateKey", "openssl pkcs8 -topk8 -nocrypt");
    refuses(given(rsa).put("privateKey", encrypted), "privateKey", "unencrypted");
    refuses(given(issued).put("privateKey", TestIdentity.keyText(rsa)), "privateKey", "and of EC");
    TlsIdentity otherCurve =
        TestIdentity.selfSigned(folder, "other", "-startdate", "2026/02/01 00:00:00");
    refuses(
        given(issued).put("privateKey", TestIdentity.keyText(otherCurve)),
        "privateKey",
        "must belong to the first certificate");
    for (ObjectNode other :
        List.of(
            given(issued).<ObjectNode>without("privateKey"),
            given(issued).put("other", 1),
            given(issued).put("privateKey", 1))) {
      assertThat(api.post(PATH, creation(other.toString())).fieldsAtFault())
          .containsExactly("clientCertificate");
    }
  }

  private void refuses(ObjectNode given, String field, String detail) {
    Answer answer = api.post(PATH, creation(given.toString()));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.fieldsAtFault()).contains("clientCertificate." + field);
    assertThat(answer.detailOf("clientCertificate." + field)).contains(detail);
    assertThat(answer.text()).doesNotContain(base64Key(rsa).substring(0, 40));
  }

  private ClientCertificate stored(String path) {
    return api.stored(path).gateway().certificate().orElseThrow();
  }

  private static String sealedKey(ClientCertificate stored) {
    return new String(Base64.getDecoder().decode(stored.key().ciphertext()), UTF_8);
  }

  private static String base64Key(TlsIdentity identity) {
    return Base64.getEncoder().encodeToString(identity.key().getEncoded());
  }

  private static String path(Answer created) {
    assertThat(created.status()).as(created.text()).isEqualTo(201);
    return PATH + "/" + created.body().path("id").asText();
  }

  private static ObjectNode given(TlsIdentity identity) {
    return JSON.createObjectNode()
        .put("certificate", PemBlocks.text(identity.chain()))
        .put("privateKey", TestIdentity.keyText(identity));
  }

  private static String creation(TlsIdentity identity) {
    return creation(given(identity).toString());
  }

  private static String creation(String certificate) {
    return "{\"clientCertificate\":" + certificate + "," + TestApi.creation("A").substring(1);
  }

  private static String replacement(String certificate) {
    return "{\"clientCertificate\":" + certificate + "," + TestApi.replacement("A").substring(1);
  }
}
