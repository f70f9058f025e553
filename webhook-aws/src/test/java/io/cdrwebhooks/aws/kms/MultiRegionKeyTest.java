package io.cdrwebhooks.aws.kms;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.SealedSignature;
import io.cdrwebhooks.configuration.SignatureKey;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DecryptRequest;
import software.amazon.awssdk.services.kms.model.DecryptResponse;
import software.amazon.awssdk.services.kms.model.EncryptRequest;
import software.amazon.awssdk.services.kms.model.EncryptResponse;

/// Tests how a Signature names the key that sealed it, with a KMS that encrypts nothing. The one of
/// moto cannot decrypt with a multi-Region key, because its id is longer.
class MultiRegionKeyTest {
  private static final String REGION = "arn:aws:kms:eu-central-1:111122223333:key/";
  private static final String ID = "mrk-1234abcd12ab34cd56ef1234567890ab";
  private static final ConfigurationId MINE = ConfigurationId.of(new UUID(0, 1));
  private static final SignatureKey KEY = new SignatureKey("a signature");

  @Test
  void multiRegionKeyIsNamedWithoutItsRegion() {
    NamingKms kms = new NamingKms(REGION + ID);
    KmsVault vault = new KmsVault(() -> kms, ID);

    SealedSignature sealed = vault.seal(KEY, MINE);

    assertThat(sealed.keyId()).isEqualTo(ID);
    assertThat(vault.open(sealed, MINE)).isEqualTo(KEY);
    assertThat(kms.opener).isEqualTo(ID);
  }

  @Test
  void signatureThatNamesTheKeyOfAnotherRegionIsOpenedWithTheCopyHere() {
    NamingKms kms = new NamingKms(REGION + ID);
    KmsVault vault = new KmsVault(() -> kms, ID);
    String ciphertext = vault.seal(KEY, MINE).ciphertext();

    vault.open(
        new SealedSignature("arn:aws:kms:us-east-1:111122223333:key/" + ID, ciphertext), MINE);

    assertThat(kms.opener).isEqualTo(ID);
  }

  @Test
  void anyOtherKeyKeepsItsRegion() {
    String arn = REGION + "1234abcd-12ab-34cd-56ef-1234567890ab";
    NamingKms kms = new NamingKms(arn);
    KmsVault vault = new KmsVault(() -> kms, arn);

    SealedSignature sealed = vault.seal(KEY, MINE);
    vault.open(sealed, MINE);

    assertThat(sealed.keyId()).isEqualTo(arn);
    assertThat(kms.opener).isEqualTo(arn);
  }

  /// Has one key, and remembers with which it was asked to decrypt.
  private static final class NamingKms implements KmsClient {
    private final String keyArn;
    private String opener = "";

    NamingKms(String keyArn) {
      this.keyArn = keyArn;
    }

    @Override
    public EncryptResponse encrypt(EncryptRequest request) {
      return EncryptResponse.builder().keyId(keyArn).ciphertextBlob(request.plaintext()).build();
    }

    @Override
    public DecryptResponse decrypt(DecryptRequest request) {
      opener = request.keyId();
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
