package io.cdrwebhooks.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.iam.AnyPrincipal;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.IGrantable;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.kms.Key;
import software.constructs.Construct;

/// The key that encrypts the Signatures of webhook configurations, apart from the tables' own.
///
/// Who may use it may do so for a configuration only: its id is the encryption context of each
/// call, and thereby in the audit trail.
final class SignatureEncryption extends Construct {
  private static final String CONFIGURATION = "kms:EncryptionContext:webhook-configuration";

  final Key key;

  SignatureEncryption(Construct scope, String id) {
    super(scope, id);
    key =
        Key.Builder.create(this, "Key")
            .description("Encrypts the Signatures of webhook configurations")
            .enableKeyRotation(true)
            // So that another region can have a copy: a single-Region key can never have one.
            .multiRegion(true)
            .build();
    // Whatever else an account's policies allow: never without a configuration.
    key.addToResourcePolicy(
        PolicyStatement.Builder.create()
            .effect(Effect.DENY)
            .principals(List.of(new AnyPrincipal()))
            .actions(
                List.of("kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*"))
            .resources(List.of("*"))
            .conditions(Map.of("Null", Map.of(CONFIGURATION, "true")))
            .build());
  }

  /// Encrypts and no more: the usual grant to encrypt also allows encrypting anew under another
  /// key, which is as good as reading for who may read with that other key.
  void grantEncryptOnly(IGrantable writer) {
    grant(writer, "kms:Encrypt");
  }

  void grantDecrypt(IGrantable reader) {
    grant(reader, "kms:Decrypt");
  }

  private void grant(IGrantable grantee, String action) {
    Grants.allowIf(
        Map.of("StringLike", Map.of(CONFIGURATION, "cfg_*")), grantee, key.getKeyArn(), action);
  }
}
