package io.cdrwebhooks.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.CdrTasks;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.GatewayCredentials;
import io.cdrwebhooks.configuration.InMemoryCdrTasks;
import io.cdrwebhooks.configuration.InMemoryWebhookConfigurations;
import io.cdrwebhooks.configuration.ReceiverHealth;
import io.cdrwebhooks.configuration.Revision;
import io.cdrwebhooks.configuration.SealedSignature;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.configuration.SignaturePeriods;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.configuration.WebhookConfigurations;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.InMemoryDeliveries;
import io.cdrwebhooks.dispatch.inputs.DispatchStores;
import io.cdrwebhooks.lane.FirstReads;
import io.cdrwebhooks.lane.InMemoryLanes;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.link.DownloadLinks;
import io.cdrwebhooks.link.InMemoryDownloadLinks;
import io.cdrwebhooks.notice.Digests;
import io.cdrwebhooks.notice.InMemoryDigests;
import io.cdrwebhooks.receiver.AddressBlock;
import io.cdrwebhooks.receiver.ReceiverUrl;
import io.cdrwebhooks.report.InMemoryReportListing;
import io.cdrwebhooks.report.InMemoryReports;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportListing;
import io.cdrwebhooks.report.ReportMetadata;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.Reports;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.report.Zips;
import io.cdrwebhooks.statement.InMemoryStatements;
import io.cdrwebhooks.statement.Statements;
import io.cdrwebhooks.statistics.InMemoryStatistics;
import io.cdrwebhooks.statistics.Statistics;
import io.cdrwebhooks.terms.DownloadProtection;
import io.cdrwebhooks.terms.PayloadVersion;
import io.cdrwebhooks.terms.ReceiverRequests;
import io.cdrwebhooks.terms.ReceiverTerms;
import io.cdrwebhooks.terms.SendLimits;
import io.cdrwebhooks.work.BulkJobs;
import io.cdrwebhooks.work.DueIndex;
import io.cdrwebhooks.work.InMemoryBulkJobs;
import io.cdrwebhooks.work.InMemoryDueIndex;
import io.cdrwebhooks.work.InMemoryReportWatches;
import io.cdrwebhooks.work.InMemoryWorkNotes;
import io.cdrwebhooks.work.ReportWatches;
import io.cdrwebhooks.work.WorkNotes;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The records that a test of dispatch begins with, in the in-memory twins of their stores: at most
/// one configuration and one task, unless a test adds others.
public class TestStores {
  public static final Instant START = Instant.parse("2026-01-10T11:20:09.123Z");

  /// The creation time of tasks, before the reports of tests.
  public static final Instant CREATED = START.minus(Duration.ofDays(30));

  public static final SignatureKey KEY = new SignatureKey("k3yFromTheConfiguration");
  public static final TaskId TASK = new TaskId(1);
  public static final ConfigurationId CONFIGURATION =
      ConfigurationId.of(UUID.fromString("6a9f6a4e-37b5-4a53-9c2f-0d5cbb4a7a10"));

  /// The bucket of all reports.
  public static final String BUCKET = "cdr-reports";

  public final InMemoryWebhookConfigurations configurations = new InMemoryWebhookConfigurations();
  public final InMemoryCdrTasks tasks = new InMemoryCdrTasks(configurations);
  public final InMemoryReports reports = new InMemoryReports();
  public final InMemoryDeliveries deliveries = new InMemoryDeliveries();
  public final InMemoryDownloadLinks links = new InMemoryDownloadLinks();
  public final InMemoryBulkJobs jobs = new InMemoryBulkJobs();
  public final InMemoryLanes lanes = new InMemoryLanes(deliveries);
  public final InMemoryWorkNotes workNotes = new InMemoryWorkNotes();
  public final InMemoryDigests digests = new InMemoryDigests();
  public final InMemoryStatements statements = new InMemoryStatements();
  public final InMemoryStatistics statistics = new InMemoryStatistics();
  public final InMemoryReportListing listing = new InMemoryReportListing();
  public final InMemoryReportWatches watches = new InMemoryReportWatches();
  public volatile Instant now = START;
  private boolean receiverMayAsk;

  /// True if the only configuration gets notices for its receiver with its next change.
  public boolean receiverNotices;

  public DownloadProtection downloadProtection = DownloadProtection.STANDARD;

  public List<AddressBlock> downloadNetworks = List.of();

  /// Returns the stores as dispatch sees them, with a watch around each.
  public DispatchStores stores(CallWatch watched) {
    CdrTasks watchedTasks = watched.around(CdrTasks.class, tasks);
    WebhookConfigurations watchedConfigurations =
        watched.around(WebhookConfigurations.class, configurations);
    Deliveries watchedDeliveries = watched.around(Deliveries.class, deliveries);
    return new DispatchStores(
        watchedTasks,
        watchedConfigurations,
        watched.around(Reports.class, reports),
        watched.around(ReportListing.class, listing),
        watchedDeliveries,
        watched.around(
            DueIndex.class, new InMemoryDueIndex(deliveries, jobs, lanes, digests, watches)),
        watched.around(Lanes.class, lanes),
        FirstReads.separately(watchedConfigurations, watchedDeliveries, watchedTasks),
        watched.around(BulkJobs.class, jobs),
        watched.around(DownloadLinks.class, links),
        watched.around(Statistics.class, statistics),
        watched.around(WorkNotes.class, workNotes),
        watched.around(Digests.class, digests),
        watched.around(Statements.class, statements),
        watched.around(ReportWatches.class, watches));
  }

  /// Creates another configuration.
  public ConfigurationId configure(String name, String url) {
    ConfigurationId id = ConfigurationId.of(UUID.randomUUID());
    configure(id, name, url, true);
    return id;
  }

  public void configure(ConfigurationId id, String name, String url, boolean enabled) {
    configurations.create(
        WebhookConfiguration.create(
                id,
                name,
                new ReceiverUrl(URI.create(url)),
                SignaturePeriods.first(
                    new SealedSignature("plain", "plain"), new SignatureKey("ion"), START),
                START)
            .withEnabled(enabled));
  }

  /// Saves task 1 now, with this configuration or none.
  public void assign(Optional<ConfigurationId> configuration) {
    Optional<Revision> revision = tasks.find(TASK).map(CdrTask::revision);
    assertThat(tasks.save(CdrTask.of(TASK, "Task at " + now, configuration, now), revision))
        .isInstanceOf(CdrTasks.Saving.Saved.class);
  }

  /// Stores a report of task 1 with two lines; each upload of a name gets a new version.
  public ReportVersion put(String fileName, String versionId) throws IOException {
    return put(fileName, versionId, Map.of());
  }

  public ReportVersion put(String fileName, String versionId, Map<String, String> metadata)
      throws IOException {
    ReportVersion version =
        new ReportVersion(BUCKET, new ReportKey(TASK, fileName), Optional.of(versionId));
    reports.put(
        version, Zips.deflated(Map.of("a.csv", "one\ntwo\n")), ReportMetadata.parse(metadata));
    return version;
  }

  /// Returns the only delivery.
  public Delivery delivery() {
    assertThat(deliveries.all()).hasSize(1);
    return deliveries.all().getFirst();
  }

  public WebhookConfiguration configuration() {
    return configurations.find(CONFIGURATION).orElseThrow();
  }

  /// Changes the URL of the only configuration.
  public void receiverIs(String url) {
    receiverIs(url, configuration().enabled());
  }

  public void receiverIs(String url, boolean enabled) {
    replace(
        url, enabled, configuration().terms().limits(), configuration().terms().payloadVersion());
  }

  /// Changes the limits of the only configuration.
  public void limitTo(SendLimits limits) {
    replace(limits, configuration().terms().payloadVersion());
  }

  /// Changes the payload version of the only configuration.
  public void announceIn(PayloadVersion version) {
    replace(configuration().terms().limits(), version);
  }

  /// Changes what the requests of the only configuration have for a gateway.
  public void give(GatewayCredentials gateway) {
    WebhookConfiguration was = configuration();
    configurations.replace(was.with(gateway).next(was.updatedAt()), was.revision());
  }

  /// Decides whether the receiver of the only configuration may send requests.
  public void receiverMayAsk(boolean enabled) {
    receiverMayAsk = enabled;
    replace(configuration().terms().limits(), configuration().terms().payloadVersion());
  }

  private void replace(SendLimits limits, PayloadVersion version) {
    replace(configuration().url().toString(), configuration().enabled(), limits, version);
  }

  private void replace(String url, boolean enabled, SendLimits limits, PayloadVersion version) {
    WebhookConfiguration was = configuration();
    configurations.replace(
        was.with(new ReceiverUrl(URI.create(url)))
            .withEnabled(enabled)
            .with(
                new ReceiverTerms(
                    limits,
                    version,
                    downloadProtection,
                    new ReceiverRequests(receiverMayAsk, downloadNetworks),
                    receiverNotices))
            .with(ReceiverHealth.GOOD)
            .next(was.updatedAt()),
        was.revision());
  }

  /// As after its deletion: the task's Webhook option is off.
  public void withoutConfiguration() {
    assign(Optional.empty());
    assertThat(configurations.delete(CONFIGURATION, Optional.empty()))
        .isEqualTo(new WebhookConfigurations.Deletion.Deleted());
  }
}
