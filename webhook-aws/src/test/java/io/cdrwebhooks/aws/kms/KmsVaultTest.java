package io.cdrwebhooks.aws.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.FullAws;
import io.cdrwebhooks.configuration.SealedSignature;
import io.cdrwebhooks.configuration.SignatureVault;
import io.cdrwebhooks.configuration.SignatureVault.Purpose;
import io.cdrwebhooks.configuration.SignatureVaultContract;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsException;

@SpeaksToAws
class KmsVaultTest implements SignatureVaultContract {
  private static AwsClients clients;
  private static KmsClient kms;
  private static String keyId;

  @BeforeAll
  static void makeKey() {
    if (!FullAws.isThere()) {
      return;
    }
    clients = new AwsClients(FullAws.access());
    kms = clients.kms();
    keyId = kms.createKey().keyMetadata().keyId();
  }

  @AfterAll
  static void close() {
    if (clients != null) {
      clients.close();
    }
  }

  @BeforeEach
  void needsKms() {
    FullAws.assumeThere();
  }

  @Override
  public SignatureVault vault() {
    return new KmsVault(() -> kms, keyId);
  }

  @Test
  void opensSignatureOfFormerKey() {
    SealedSignature former = vault().seal(KEY, MINE, Purpose.SIGNATURE);
    String newKeyId = kms.createKey().keyMetadata().keyId();

    assertThat(new KmsVault(() -> kms, newKeyId).open(former, MINE, Purpose.SIGNATURE))
        .isEqualTo(KEY);
    assertThat(former.keyId()).endsWith(keyId);
  }

  @Test
  void missingKeyIsAFaultOfKms() {
    SignatureVault none = new KmsVault(() -> kms, "00000000-0000-4000-8000-000000000000");

    assertThatThrownBy(() -> none.seal(KEY, MINE, Purpose.SIGNATURE))
        .isInstanceOf(KmsException.class);
  }
}
