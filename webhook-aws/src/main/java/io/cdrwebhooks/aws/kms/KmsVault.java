package io.cdrwebhooks.aws.kms;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.SealedSignature;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.configuration.SignatureVault;
import io.cdrwebhooks.configuration.SignatureVault.Purpose;
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

/// Encrypts Signatures with a KMS key.
///
/// The encryption context is the configuration's id and, except for Signatures, the purpose of the
/// secret. KMS opens a secret only with the context with which it was sealed, and writes the
/// context to the audit trail. For other refusals and faults of KMS it throws the SDK's unchecked
/// exception.
///
/// `keyId` is the id or ARN of the key that seals. Each sealed Signature names its key, so it still
/// opens after the deployment uses another key, until its key is deleted. A multi-Region key is
/// named by its id alone, which its replicas in other regions share: each region opens with its
/// replica.
public record KmsVault(Supplier<KmsClient> kms, String keyId) implements SignatureVault {
  private static final String CONFIGURATION = "webhook-configuration";
  private static final String PURPOSE = "purpose";
  private static final String MULTI_REGION_ID = "/mrk-";

  @Override
  public SealedSignature seal(
      SignatureKey signature, ConfigurationId configuration, Purpose purpose) {
    SdkBytes plaintext = SdkBytes.fromByteArrayUnsafe(signature.bytes());
    EncryptResponse sealed =
        kms.get()
            .encrypt(
                request ->
                    request
                        .keyId(keyId)
                        .plaintext(plaintext)
                        .encryptionContext(context(configuration, purpose)));
    byte[] ciphertext = sealed.ciphertextBlob().asByteArrayUnsafe();
    return new SealedSignature(
        withoutRegion(sealed.keyId()), Base64.getEncoder().encodeToString(ciphertext));
  }

  @Override
  public SignatureKey open(
      SealedSignature signature, ConfigurationId configuration, Purpose purpose) {
    try {
      byte[] ciphertext = Base64.getDecoder().decode(signature.ciphertext());
      DecryptResponse opened =
          kms.get()
              .decrypt(
                  request ->
                      request
                          .keyId(withoutRegion(signature.keyId()))
                          .ciphertextBlob(SdkBytes.fromByteArrayUnsafe(ciphertext))
                          .encryptionContext(context(configuration, purpose)));
      return new SignatureKey(opened.plaintext().asString(StandardCharsets.UTF_8));
    } catch (InvalidCiphertextException | IncorrectKeyException | IllegalArgumentException e) {
      throw new SealedSignatureException(
          "%s cannot decrypt a secret of %s as %s"
              .formatted(signature.keyId(), configuration, purpose),
          e);
    }
  }

  /// The context of a Signature has no purpose, because the first stored Signatures have none. The
  /// grants of `infra` know both names.
  private static Map<String, String> context(ConfigurationId configuration, Purpose purpose) {
    return switch (purpose) {
      case SIGNATURE -> Map.of(CONFIGURATION, configuration.value());
      case REQUEST_HEADER ->
          Map.of(CONFIGURATION, configuration.value(), PURPOSE, "request-header");
      case CLIENT_KEY -> Map.of(CONFIGURATION, configuration.value(), PURPOSE, "client-key");
    };
  }

  /// Returns only the id of a multi-Region key, and any other key as KMS names it: in another
  /// region or account, the same id would be another key.
  private static String withoutRegion(String keyArn) {
    int id = keyArn.lastIndexOf(MULTI_REGION_ID);
    return id < 0 ? keyArn : keyArn.substring(id + 1);
  }
}
