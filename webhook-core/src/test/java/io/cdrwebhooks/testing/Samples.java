package io.cdrwebhooks.testing;

import io.cdrwebhooks.answer.AttemptTimings;
import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.ClientCertificate;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.GatewayCredentials;
import io.cdrwebhooks.configuration.ReceiverHealth;
import io.cdrwebhooks.configuration.Routing;
import io.cdrwebhooks.configuration.SealedHeader;
import io.cdrwebhooks.configuration.SealedSignature;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.configuration.SignaturePeriods;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Attempt;
import io.cdrwebhooks.delivery.AttemptNumber;
import io.cdrwebhooks.delivery.AttemptOutcome;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.LinkFollow;
import io.cdrwebhooks.delivery.SentRequest;
import io.cdrwebhooks.delivery.WebhookPayload;
import io.cdrwebhooks.link.AccessToken;
import io.cdrwebhooks.link.DownloadLink;
import io.cdrwebhooks.receiver.AddressBlock;
import io.cdrwebhooks.receiver.ReceiverUrl;
import io.cdrwebhooks.report.Inspection;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.terms.DownloadProtection;
import io.cdrwebhooks.terms.PayloadVersion;
import io.cdrwebhooks.terms.ReceiverRequests;
import io.cdrwebhooks.terms.ReceiverTerms;
import io.cdrwebhooks.terms.SendLimits;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/// Records for tests. Each call creates a unique record; the `with` methods change one part of it.
public final class Samples {
  /// The time of tests that need no particular one.
  public static final Instant NOW = Instant.parse("2026-03-01T12:00:00.120Z");

  /// Before all reports of tests.
  public static final Instant TASK_CREATED = Instant.parse("2000-01-01T00:00:00.001Z");

  /// The properties of payload 1, in their order.
  public static final List<String> PAYLOAD_PROPERTIES =
      List.of(
          "contentType",
          "httpMethod",
          "callbackURL",
          "validUntil",
          "fileName",
          "fileSizeInBytes",
          "numberOfLines",
          "taskName",
          "taskId",
          "error");

  private static final AtomicLong NUMBERS = new AtomicLong(1_000);

  private Samples() {}

  /// A unique text that begins with `prefix`.
  public static String unique(String prefix) {
    return prefix + " " + UUID.randomUUID();
  }

  public static ConfigurationId configurationId() {
    return ConfigurationId.of(UUID.randomUUID());
  }

  public static WebhookConfiguration configuration() {
    return configuration(unique("Billing"));
  }

  public static WebhookConfiguration configuration(String name) {
    return configuration(configurationId(), name, SendLimits.STANDARD);
  }

  public static WebhookConfiguration configuration(
      ConfigurationId id, String name, SendLimits limits) {
    return WebhookConfiguration.create(
            id,
            name,
            new ReceiverUrl(URI.create("https://receiver.example/hook?from=cdr")),
            SignaturePeriods.first(
                new SealedSignature("key-1", "c2VhbGVk"), new SignatureKey("ret"), NOW),
            NOW)
        .with(ReceiverTerms.STANDARD.with(limits));
  }

  /// The next revision under another name.
  public static WebhookConfiguration renamed(WebhookConfiguration was, String name) {
    return was.withName(name).next(was.updatedAt().plusSeconds(1));
  }

  /// The next revision, with every changeable part changed except the name.
  public static WebhookConfiguration edited(WebhookConfiguration was) {
    return was.with(
            new ReceiverUrl(URI.create("https://other.example:8443/in/" + UUID.randomUUID())))
        .with(
            SignaturePeriods.first(
                new SealedSignature("key-2", "YW5vdGhlcg"),
                new SignatureKey("\u20ac\uD83D\uDE80x"),
                NOW))
        .with(
            new GatewayCredentials(
                List.of(
                    new SealedHeader("X-Api-Key", new SealedSignature("key-2", "YS1rZXk")),
                    new SealedHeader("Authorization", new SealedSignature("key-1", "YmFzaWM"))),
                Optional.of(
                    new ClientCertificate(
                        "-----BEGIN CERTIFICATE-----\n...",
                        new SealedSignature("key-2", "a2V5"),
                        NOW.plusSeconds(86_400),
                        Optional.of(NOW)))))
        .withEnabled(!was.enabled())
        .with(edited(was.terms()))
        .with(ReceiverHealth.GOOD)
        .next(was.updatedAt().plusMillis(1));
  }

  private static ReceiverTerms edited(ReceiverTerms was) {
    return new ReceiverTerms(
        was.limits(),
        was.payloadVersion() == PayloadVersion.ONE ? PayloadVersion.TWO : PayloadVersion.ONE,
        was.signsLinks() ? DownloadProtection.NETWORKS : DownloadProtection.SIGNED_HEADER,
        new ReceiverRequests(
            true, List.of(AddressBlock.of("203.0.113.0/24"), AddressBlock.of("2001:db8::/32"))),
        !was.receiverNotices());
  }

  public static TaskId taskId() {
    return new TaskId(NUMBERS.incrementAndGet());
  }

  /// A task with its Webhook option off.
  public static CdrTask task() {
    return task(taskId(), Optional.empty());
  }

  public static CdrTask task(ConfigurationId configuration) {
    return task(taskId(), Optional.of(configuration));
  }

  public static CdrTask task(TaskId taskId, Optional<ConfigurationId> configuration) {
    return CdrTask.of(taskId, unique("Daily CDRs"), configuration, TASK_CREATED);
  }

  /// The same revision with another routing since [#NOW].
  public static CdrTask using(CdrTask task, Optional<ConfigurationId> configuration) {
    return new CdrTask(
        task.taskId(),
        task.taskName(),
        task.routings().then(Routing.of(configuration), NOW),
        task.options(),
        task.revision());
  }

  public static CdrTask named(CdrTask task, String name) {
    return new CdrTask(task.taskId(), name, task.routings(), task.options(), task.revision());
  }

  public static ReportVersion report(TaskId taskId) {
    return report(taskId, unique("tx 00001 \u00e4+") + ".zip");
  }

  public static ReportVersion report(TaskId taskId, String fileName) {
    return new ReportVersion(
        "cdr-reports",
        new ReportKey(taskId, fileName),
        Optional.of("version-" + UUID.randomUUID()));
  }

  /// PENDING, before its first attempt, not inspected.
  public static Delivery delivery() {
    return delivery(taskId(), NOW);
  }

  public static Delivery delivery(TaskId taskId, Instant createdAt) {
    return delivery(report(taskId), configurationId(), createdAt);
  }

  public static Delivery delivery(
      ReportVersion report, ConfigurationId configuration, Instant createdAt) {
    return new Delivery(
        DeliveryId.of(report, "0"),
        Optional.of(configuration),
        new Delivery.Upload(report, createdAt.minusMillis(1_250), 20_480, Optional.empty()),
        createdAt,
        DeliveryProgress.pending(createdAt));
  }

  public static Delivery delivery(String fileName) {
    return delivery(fileName, NOW);
  }

  public static Delivery delivery(String fileName, Instant createdAt) {
    return delivery(report(taskId(), fileName), configurationId(), createdAt);
  }

  /// PENDING in the lane of this configuration.
  public static Delivery waiting(ConfigurationId lane, Instant dueAt) {
    return with(delivery(), DeliveryProgress.pending(dueAt), lane);
  }

  /// Returns a copy of the delivery for a sample instead of a report.
  public static Delivery ofSample(Delivery delivery) {
    return with(
        delivery,
        new Delivery.Upload(
            sample(delivery.report()),
            delivery.uploadedAt(),
            delivery.sizeBytes(),
            delivery.inspection()));
  }

  /// A sample of the same name.
  public static ReportVersion sample(ReportVersion report) {
    ReportKey key = new ReportKey(report.key().taskId(), report.fileName(), true);
    return new ReportVersion(report.bucket(), key, report.versionId());
  }

  /// The same under another id, as a copy of it has.
  public static Delivery with(Delivery delivery, DeliveryId id) {
    return new Delivery(
        id,
        delivery.configurationId(),
        delivery.upload(),
        delivery.createdAt(),
        delivery.progress());
  }

  public static Delivery with(Delivery delivery, Delivery.Upload upload) {
    return new Delivery(
        delivery.id(),
        delivery.configurationId(),
        upload,
        delivery.createdAt(),
        delivery.progress());
  }

  public static Delivery with(Delivery delivery, DeliveryProgress progress) {
    return with(
        delivery,
        progress,
        progress.status() == DeliveryStatus.UNROUTED
            ? Optional.empty()
            : delivery.configurationId());
  }

  /// For a configuration that only this test uses.
  public static Delivery with(
      Delivery delivery, DeliveryProgress progress, ConfigurationId configuration) {
    return with(delivery, progress, Optional.of(configuration));
  }

  /// `configuration` is empty exactly if the progress is UNROUTED.
  public static Delivery with(
      Delivery delivery, DeliveryProgress progress, Optional<ConfigurationId> configuration) {
    return new Delivery(
        delivery.id(), configuration, delivery.upload(), delivery.createdAt(), progress);
  }

  /// A use of a link of the delivery from this address.
  public static LinkFollow follow(Instant at, String address) {
    return new LinkFollow("0123456789ab", NOW.truncatedTo(ChronoUnit.SECONDS), at, address);
  }

  public static Attempt attempt(AttemptNumber number, AttemptOutcome outcome) {
    boolean delivered = outcome == AttemptOutcome.DELIVERED;
    return new Attempt(
        number,
        NOW.plusSeconds(number.number()),
        Duration.ofMillis(137),
        new AttemptTimings(
            Optional.of(Duration.ofMillis(3)),
            Optional.of(Duration.ofMillis(20)),
            Optional.empty(),
            Optional.of(Duration.ofMillis(110))),
        Optional.of("198.51.100.7:443"),
        OptionalInt.of(delivered ? 200 : 503),
        outcome,
        delivered ? "" : "The receiver answered 503",
        delivered ? "" : "try later\n",
        delivered ? Optional.empty() : Optional.of(NOW.plusSeconds(5)),
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

  public static Attempt with(Attempt attempt, SentRequest request) {
    return new Attempt(
        attempt.number(),
        attempt.startedAt(),
        attempt.duration(),
        attempt.timings(),
        attempt.address(),
        attempt.statusCode(),
        attempt.outcome(),
        attempt.reason(),
        attempt.answer(),
        attempt.nextAttemptAt(),
        Optional.of(request),
        List.of(),
        Optional.empty());
  }

  /// A request that an attempt for the delivery may have sent.
  public static SentRequest sentRequest(Delivery delivery) {
    return new SentRequest(
        new ReceiverUrl(URI.create("https://receiver.example/hook?from=cdr")),
        new WebhookPayload(
            URI.create("https://api.example/bulk/cdr-mgr/v1/cdr-download-files/(hidden)"),
            NOW.truncatedTo(ChronoUnit.SECONDS),
            delivery.report().fileName(),
            delivery.sizeBytes(),
            new Inspection(40_000, ""),
            "Daily CDRs \u20ac",
            delivery.taskId(),
            Optional.empty()),
        1,
        List.of(),
        List.of());
  }

  public static AccessToken token() {
    return AccessToken.of(UUID.randomUUID());
  }

  public static DownloadLink link() {
    return DownloadLink.issue(token(), delivery(), NOW);
  }

  /// The same, no longer accepted.
  public static DownloadLink revoked(DownloadLink link) {
    return new DownloadLink(
        link.tokenHash(),
        link.delivery(),
        link.report(),
        link.validUntil(),
        true,
        link.secondFactor(),
        link.configuration(),
        link.issuedFor());
  }
}
