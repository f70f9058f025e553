package io.cdrwebhooks.aws.kms;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.SealedSignature;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.configuration.SignatureVault;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DecryptResponse;
import software.amazon.awssdk.services.kms.model.EncryptResponse;
import software.amazon.awssdk.services.kms.model.IncorrectKeyException;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;

/// Encrypts Signatures with a key that KMS keeps.
///
/// The configuration's id is the encryption context. KMS opens a Signature only with the id with
/// which it was sealed, and writes that id to the audit trail. For other refusals and faults of KMS
/// it throws the SDK's unchecked exception.
///
/// `keyId` is the id or ARN of the key that seals. Each sealed Signature names its key, so it still
/// opens after the deployment uses another key, until its own key is deleted. The name of a
/// multi-Region key is its id alone, which its copies in other regions have too: each region opens
/// with the copy there.
public record KmsVault(Supplier<KmsClient> kms, String keyId) implements SignatureVault {
  private static final String CONTEXT = "webhook-configuration";
  private static final String MULTI_REGION_ID = "/mrk-";

  @Override
  public SealedSignature seal(SignatureKey signature, ConfigurationId configuration) {
    SdkBytes plaintext = SdkBytes.fromByteArrayUnsafe(signature.bytes());
    EncryptResponse sealed =
        kms.get()
            .encrypt(
                request ->
                    request
                        .keyId(keyId)
                        .plaintext(plaintext)
                        .encryptionContext(Map.of(CONTEXT, configuration.value())));
    byte[] ciphertext = sealed.ciphertextBlob().asByteArrayUnsafe();
    return new SealedSignature(
        withoutRegion(sealed.keyId()), Base64.getEncoder().encodeToString(ciphertext));
  }

  @Override
  public SignatureKey open(SealedSignature signature, ConfigurationId configuration) {
    try {
      byte[] ciphertext = Base64.getDecoder().decode(signature.ciphertext());
      DecryptResponse opened =
          kms.get()
              .decrypt(
                  request ->
                      request
                          .keyId(withoutRegion(signature.keyId()))
                          .ciphertextBlob(SdkBytes.fromByteArrayUnsafe(ciphertext))
                          .encryptionContext(Map.of(CONTEXT, configuration.value())));
      return new SignatureKey(opened.plaintext().asString(StandardCharsets.UTF_8));
    } catch (InvalidCiphertextException | IncorrectKeyException | IllegalArgumentException e) {
      throw new SealedSignatureException(
          signature.keyId() + " cannot decrypt a Signature of " + configuration, e);
    }
  }

  /// Returns the id of a multi-Region key, and any other key as KMS names it: its id in another
  /// region or account is another key's.
  private static String withoutRegion(String keyArn) {
    int id = keyArn.lastIndexOf(MULTI_REGION_ID);
    return id < 0 ? keyArn : keyArn.substring(id + 1);
  }
}
