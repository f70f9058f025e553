package io.cdrwebhooks.infra.cdk;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.iam.Grant;
import software.amazon.awscdk.services.iam.GrantOnPrincipalOptions;
import software.amazon.awscdk.services.iam.IGrantable;

/// Grants single actions where the CDK's own grants allow more than is needed.
public final class Grants {
  private Grants() {}

  public static void allow(IGrantable grantee, String resourceArn, String... actions) {
    allowIf(Map.of(), grantee, resourceArn, actions);
  }

  public static void allowIf(
      Map<String, ? extends Map<String, ?>> conditions,
      IGrantable grantee,
      String resourceArn,
      String... actions) {
    Grant.addToPrincipal(
        GrantOnPrincipalOptions.builder()
            .grantee(grantee)
            .actions(List.of(actions))
            .resourceArns(List.of(resourceArn))
            .conditions(conditions)
            .build());
  }
}
