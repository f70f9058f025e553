package io.cdrwebhooks.infra;

import software.amazon.awscdk.services.iam.IGrantable;
import software.amazon.awscdk.services.kms.Key;
import software.constructs.Construct;

/// The key that encrypts the Signatures of webhook configurations, apart from the tables' own.
final class SignatureEncryption extends Construct {
  private final Key key;

  SignatureEncryption(Construct scope, String id) {
    super(scope, id);
    key =
        Key.Builder.create(this, "Key")
            .description("Encrypts the Signatures of webhook configurations")
            .enableKeyRotation(true)
            .build();
  }

  String keyId() {
    return key.getKeyId();
  }

  /// Encrypts and no more: the usual grant to encrypt also allows encrypting anew under another
  /// key, which is as good as reading for who may read with that other key.
  void grantEncryptOnly(IGrantable writer) {
    key.getGrants().actions(writer, "kms:Encrypt");
  }

  void grantDecrypt(IGrantable reader) {
    key.getGrants().decrypt(reader);
  }
}
