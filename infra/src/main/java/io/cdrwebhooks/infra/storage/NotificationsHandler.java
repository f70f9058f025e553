package io.cdrwebhooks.infra.storage;

import io.cdrwebhooks.infra.cdk.LogRetention;
import io.cdrwebhooks.infra.settings.DeploymentSettings;
import java.util.List;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.IRole;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.s3.Bucket;
import software.constructs.Construct;
import software.constructs.IConstruct;

/// Restricts the CDK's function that sets a bucket's notifications to this bucket. The role that
/// the CDK would create may set those of every bucket in the account.
final class NotificationsHandler extends Construct {
  private static final String CDK_HANDLER =
      "BucketNotificationsHandler050a0587b7544547bf325f094a3db834";

  private final Role role;
  private final LogGroup log;

  NotificationsHandler(Construct scope, String id, DeploymentSettings settings) {
    super(scope, id);
    log = LogRetention.log(this, "Log", settings);
    role = LogRetention.writer(this, "Role", log);
  }

  /// Returns the role for the CDK, which cannot widen it.
  IRole role() {
    return role.withoutPolicyUpdates();
  }

  /// Grants the permission. The caller first creates the bucket's notifications, and with them the
  /// handler.
  void allow(Bucket bucket) {
    role.addToPolicy(
        PolicyStatement.Builder.create()
            .actions(List.of("s3:PutBucketNotification"))
            .resources(List.of(bucket.getBucketArn()))
            .build());
    IConstruct handler = Stack.of(this).getNode().findChild(CDK_HANDLER);
    CfnResource function = (CfnResource) handler.getNode().findChild("Resource");
    function.addPropertyOverride("LoggingConfig.LogGroup", log.getLogGroupName());
    // The function that sets the notifications needs its policy before it runs.
    bucket.getNode().findChild("Notifications").getNode().addDependency(role);
  }
}
