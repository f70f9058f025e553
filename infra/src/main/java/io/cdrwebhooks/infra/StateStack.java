package io.cdrwebhooks.infra;

import io.cdrwebhooks.infra.api.Users;
import io.cdrwebhooks.infra.network.EgressAddresses;
import io.cdrwebhooks.infra.settings.DeploymentSettings;
import io.cdrwebhooks.infra.settings.Tokens;
import io.cdrwebhooks.infra.storage.AccessTrail;
import io.cdrwebhooks.infra.storage.RecordTables;
import io.cdrwebhooks.infra.storage.ReportArrivals;
import io.cdrwebhooks.infra.storage.SignatureEncryption;
import io.cdrwebhooks.infra.storage.WorkQueue;
import java.util.Optional;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.Tags;
import software.constructs.Construct;

/// The state that must outlive the service: records, reports, waiting messages, keys, users, and
/// the addresses that receivers know.
///
/// Its resources stay when the stack is deleted, which the stack's termination protection forbids.
final class StateStack extends Stack {
  final RecordTables tables;
  final SignatureEncryption signatureEncryption;
  final ReportArrivals arrivals;
  final WorkQueue dueAttempts;
  final WorkQueue backgroundWork;
  final EgressAddresses egressAddresses;
  final Optional<Users> users;

  StateStack(Construct scope, DeploymentSettings settings) {
    super(
        scope,
        settings.named("-State"),
        StackProps.builder()
            .description("Records, reports and waiting work of CDR Webhooks")
            .terminationProtection(true)
            .build());
    Tags.of(this).add("environment", settings.environmentName());
    tables = new RecordTables(this, "Records", settings.warmWritesPerSecond());
    signatureEncryption =
        new SignatureEncryption(this, "SignatureEncryption", settings.signaturesKeyArn());
    dueAttempts = new WorkQueue(this, "DueAttempts", "due-attempts");
    // S3 cannot delay its messages, so the queue has a default delay. Our own messages name their
    // delay.
    backgroundWork =
        new WorkQueue(this, "BackgroundWork", "background-work", ReportArrivals.SECOND_EVENT_AFTER);
    arrivals = new ReportArrivals(this, "ReportArrivals", settings, backgroundWork);
    if (settings.reports().dataEvents()) {
      new AccessTrail(this, "AccessTrail", settings, arrivals.bucket);
    }
    egressAddresses =
        new EgressAddresses(this, "EgressAddresses", settings.receivers().fixedEgressZones());
    users =
        settings.tokens() instanceof Tokens.OfOwnUserPool
            ? Optional.of(new Users(this, "Users", settings))
            : Optional.empty();

    CfnOutput.Builder.create(this, "ReportBucketName")
        .value(arrivals.bucket.getBucketName())
        .build();
    if (settings.receivers().fixedEgressZones() > 0) {
      // This stack has the output too, so that receivers can allow an address before it is used.
      CfnOutput.Builder.create(this, "ReservedAddresses")
          .value(egressAddresses.commaSeparated())
          .build();
    }
  }
}
