package io.cdrwebhooks.infra.functions;

import io.cdrwebhooks.aws.FunctionVariable;
import io.cdrwebhooks.infra.api.PublicApi;
import io.cdrwebhooks.infra.network.EgressAddresses;
import io.cdrwebhooks.infra.network.FixedEgress;
import io.cdrwebhooks.infra.settings.DeploymentSettings;
import io.cdrwebhooks.infra.settings.ReceiverSettings;
import io.cdrwebhooks.infra.storage.RecordTables;
import io.cdrwebhooks.infra.storage.ReportArrivals;
import io.cdrwebhooks.infra.storage.SignatureEncryption;
import io.cdrwebhooks.infra.storage.WorkQueue;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awscdk.services.events.EventBus;
import software.amazon.awscdk.services.iam.IGrantable;

/// The parts that several functions share: the stored records, reports and messages, and the public
/// API. `egress` is empty if addresses are not fixed.
///
/// `notices` is the event bus for operators' notices. Rules forward them to mail (`NoticeMail`) and
/// to other destinations that the operators choose.
public record SharedParts(
    RecordTables tables,
    SignatureEncryption signatureEncryption,
    ReportArrivals arrivals,
    WorkQueue dueAttempts,
    WorkQueue backgroundWork,
    EventBus notices,
    PublicApi api,
    EgressAddresses egressAddresses,
    Optional<FixedEgress> egress) {

  public List<WorkQueue> workQueues() {
    return List.of(arrivals.queue, dueAttempts, backgroundWork);
  }

  /// Lets a function send due work.
  void grantSendWork(IGrantable sender) {
    dueAttempts.grantSend(sender);
    backgroundWork.grantSend(sender);
  }

  /// Returns the settings of functions that work with all stored records.
  Map<FunctionVariable, String> environment(DeploymentSettings settings) {
    Map<FunctionVariable, String> environment = new EnumMap<>(FunctionVariable.class);
    environment.put(
        FunctionVariable.WEBHOOK_CONFIGURATIONS_TABLE, tables.webhookConfigurations.getTableName());
    environment.put(FunctionVariable.CDR_TASKS_TABLE, tables.cdrTasks.getTableName());
    environment.put(FunctionVariable.DELIVERIES_TABLE, tables.deliveries.getTableName());
    environment.put(FunctionVariable.DOWNLOAD_LINKS_TABLE, tables.downloadLinks.getTableName());
    environment.put(FunctionVariable.STATISTICS_TABLE, tables.statistics.getTableName());
    environment.put(FunctionVariable.CHANGES_TABLE, tables.changes.getTableName());
    environment.put(FunctionVariable.NOTICES_BUS_NAME, notices.getEventBusName());
    environment.put(FunctionVariable.DUE_ATTEMPTS_QUEUE_URL, dueAttempts.queue.getQueueUrl());
    environment.put(FunctionVariable.BACKGROUND_WORK_QUEUE_URL, backgroundWork.queue.getQueueUrl());
    environment.put(FunctionVariable.REPORT_BUCKET, arrivals.bucket.getBucketName());
    environment.put(FunctionVariable.SIGNATURE_KMS_KEY_ID, signatureEncryption.key.getKeyId());
    environment.put(FunctionVariable.CALLBACK_BASE_URL, api.callbackBaseUrl());
    ReceiverSettings receivers = settings.receivers();
    environment.put(
        FunctionVariable.HTTP_RECEIVERS_ALLOWED, Boolean.toString(receivers.httpAllowed()));
    List<String> refused =
        Stream.concat(receivers.refusedAddressBlocks().stream(), ownBlocks().stream()).toList();
    if (!refused.isEmpty()) {
      environment.put(FunctionVariable.REFUSED_ADDRESS_BLOCKS, String.join(",", refused));
    }
    if (!receivers.allowedHosts().isEmpty()) {
      environment.put(
          FunctionVariable.ALLOWED_RECEIVER_HOSTS, String.join(",", receivers.allowedHosts()));
    }
    return environment;
  }

  /// Returns only these settings, for a function that needs few of them.
  Map<FunctionVariable, String> environment(
      DeploymentSettings settings, Set<FunctionVariable> needed) {
    Map<FunctionVariable, String> environment = environment(settings);
    environment.keySet().retainAll(needed);
    return environment;
  }

  /// Returns our addresses, which no receiver may have.
  private List<String> ownBlocks() {
    return egress.map(FixedEgress::ownBlocks).orElse(List.of());
  }
}
