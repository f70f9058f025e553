package io.cdrwebhooks.infra.storage;

import io.cdrwebhooks.infra.cdk.Grants;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awscdk.services.iam.AnyPrincipal;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.IGrantable;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.kms.Key;
import software.constructs.Construct;

/// The key that encrypts the Signatures of webhook configurations, separate from the tables' key.
///
/// Each use is for one configuration. The configuration's id is the encryption context of each
/// call, and so in the audit trail. The context of gateway secrets also has a purpose.
public final class SignatureEncryption extends Construct {
  private static final String CONFIGURATION = "kms:EncryptionContext:webhook-configuration";
  private static final String PURPOSE = "kms:EncryptionContext:purpose";

  private static final Map<String, Map<String, String>> ONE_CONFIGURATION =
      Map.of("StringLike", Map.of(CONFIGURATION, "cfg_*"));

  public final Key key;
  private final Optional<String> earlierKeyArn;

  /// `earlierKeyArn` is a second key that may open Signatures. It has encrypted them in a table
  /// that was copied from another region.
  public SignatureEncryption(Construct scope, String id, Optional<String> earlierKeyArn) {
    super(scope, id);
    this.earlierKeyArn = earlierKeyArn;
    key =
        Key.Builder.create(this, "Key")
            .description("Encrypts the Signatures of webhook configurations")
            .enableKeyRotation(true)
            // The key is multi-Region, so that another region can have a replica; a single-Region
            // key can never have one.
            .multiRegion(true)
            .build();
    // Denies use without a configuration, whatever an account's policies allow.
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

  /// Allows encrypting only. The usual grant also allows encrypting again under another key, which
  /// amounts to reading for a principal that can read with that key.
  public void grantEncryptOnly(IGrantable writer) {
    Grants.allowIf(ONE_CONFIGURATION, writer, key.getKeyArn(), "kms:Encrypt");
  }

  public void grantDecrypt(IGrantable reader) {
    grantDecryptIf(ONE_CONFIGURATION, reader);
  }

  /// Allows opening Signatures, which have no purpose in their context, but no gateway secrets.
  public void grantDecryptOfSignatures(IGrantable reader) {
    Map<String, Map<String, String>> conditions = new TreeMap<>(ONE_CONFIGURATION);
    conditions.put("Null", Map.of(PURPOSE, "true"));
    grantDecryptIf(conditions, reader);
  }

  private void grantDecryptIf(Map<String, Map<String, String>> conditions, IGrantable reader) {
    Grants.allowIf(conditions, reader, key.getKeyArn(), "kms:Decrypt");
    earlierKeyArn.ifPresent(arn -> Grants.allowIf(conditions, reader, arn, "kms:Decrypt"));
  }
}
