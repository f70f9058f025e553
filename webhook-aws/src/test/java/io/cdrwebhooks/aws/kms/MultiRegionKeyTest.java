package io.cdrwebhooks.aws.kms;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.SealedSignature;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.configuration.SignatureVault.Purpose;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DecryptRequest;
import software.amazon.awssdk.services.kms.model.DecryptResponse;
import software.amazon.awssdk.services.kms.model.EncryptRequest;
import software.amazon.awssdk.services.kms.model.EncryptResponse;

/// Tests what requests to KMS name: the key that sealed, and the encryption context. It uses a KMS
/// that encrypts nothing. The one of moto cannot decrypt with a multi-Region key, because its id is
/// longer.
class MultiRegionKeyTest {
  private static final String REGION = "arn:aws:kms:eu-central-1:111122223333:key/";
  private static final String ID = "mrk-1234abcd12ab34cd56ef1234567890ab";
  private static final ConfigurationId MINE = ConfigurationId.of(new UUID(0, 1));
  private static final SignatureKey KEY = new SignatureKey("a signature");

  @Test
  void multiRegionKeyIsNamedWithoutItsRegion() {
    NamingKms kms = new NamingKms(REGION + ID);
    KmsVault vault = new KmsVault(() -> kms, ID);

    SealedSignature sealed = vault.seal(KEY, MINE, Purpose.SIGNATURE);

    assertThat(sealed.keyId()).isEqualTo(ID);
    assertThat(vault.open(sealed, MINE, Purpose.SIGNATURE)).isEqualTo(KEY);
    assertThat(kms.opener).isEqualTo(ID);
  }

  @Test
  void signatureOfAnotherRegionsKeyIsOpenedWithTheCopyHere() {
    NamingKms kms = new NamingKms(REGION + ID);
    KmsVault vault = new KmsVault(() -> kms, ID);
    String ciphertext = vault.seal(KEY, MINE, Purpose.SIGNATURE).ciphertext();

    vault.open(
        new SealedSignature("arn:aws:kms:us-east-1:111122223333:key/" + ID, ciphertext),
        MINE,
        Purpose.SIGNATURE);

    assertThat(kms.opener).isEqualTo(ID);
  }

  @Test
  void anyOtherKeyKeepsItsRegion() {
    String arn = REGION + "1234abcd-12ab-34cd-56ef-1234567890ab";
    NamingKms kms = new NamingKms(arn);
    KmsVault vault = new KmsVault(() -> kms, arn);

    SealedSignature sealed = vault.seal(KEY, MINE, Purpose.SIGNATURE);
    vault.open(sealed, MINE, Purpose.SIGNATURE);

    assertThat(sealed.keyId()).isEqualTo(arn);
    assertThat(kms.opener).isEqualTo(arn);
  }

  /// Stored Signatures have the first context, and the grants of `infra` name the others.
  @Test
  void contextHasThePurposeOfASecretThatIsNoSignature() {
    NamingKms kms = new NamingKms(REGION + ID);
    KmsVault vault = new KmsVault(() -> kms, ID);
    Map<Purpose, Map<String, String>> contexts =
        Map.of(
            Purpose.SIGNATURE,
            Map.of("webhook-configuration", MINE.value()),
            Purpose.REQUEST_HEADER,
            Map.of("webhook-configuration", MINE.value(), "purpose", "request-header"),
            Purpose.CLIENT_KEY,
            Map.of("webhook-configuration", MINE.value(), "purpose", "client-key"));

    for (Purpose purpose : Purpose.values()) {
      vault.open(vault.seal(KEY, MINE, purpose), MINE, purpose);
      assertThat(kms.sealing).isEqualTo(contexts.get(purpose));
      assertThat(kms.opening).isEqualTo(contexts.get(purpose));
    }
  }

  /// Has one key, and remembers with which it was asked to decrypt, and the contexts.
  private static final class NamingKms implements KmsClient {
    private final String keyArn;
    private String opener = "";
    private Map<String, String> sealing = Map.of();
    private Map<String, String> opening = Map.of();

    NamingKms(String keyArn) {
      this.keyArn = keyArn;
    }

    @Override
    public EncryptResponse encrypt(EncryptRequest request) {
      sealing = request.encryptionContext();
      return EncryptResponse.builder().keyId(keyArn).ciphertextBlob(request.plaintext()).build();
    }

    @Override
    public DecryptResponse decrypt(DecryptRequest request) {
      opener = request.keyId();
      opening = request.encryptionContext();
      return DecryptResponse.builder().plaintext(request.ciphertextBlob()).build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }
}
