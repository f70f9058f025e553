package io.cdrwebhooks.dispatch.receivernotice;

import io.cdrwebhooks.configuration.GatewayCredentials;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.configuration.SignatureVault;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.configuration.WebhookConfigurations;
import io.cdrwebhooks.delivery.RetrySchedule;
import io.cdrwebhooks.delivery.WebhookRequest;
import io.cdrwebhooks.dispatch.exchange.ExchangeResult;
import io.cdrwebhooks.dispatch.exchange.OurFaultException;
import io.cdrwebhooks.dispatch.exchange.Receivers;
import io.cdrwebhooks.lane.LaneRules;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.log.Metric;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.BulkJob.Task.Notify;
import io.cdrwebhooks.work.DueAttempts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The steps of the job that sends a notice to a receiver: each sends one request.
///
/// The job ends when the receiver answers 2xx or 410, after the last step of the retry schedule or
/// the longest time that it may last, and when the configuration was deleted or disabled or no
/// longer asks for notices. If its worker dies between the request and the record, the receiver
/// gets the notice again. A notice does not change the health of a receiver. It neither opens nor
/// closes the breaker of its lane; while that is open, a failed notice delays the next probe.
public final class NoticeSteps {
  /// The longest wait of a step for a lane that another worker holds.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration LATER = Duration.ofMinutes(1);
  private static final int GONE = 410;

  private final WebhookConfigurations configurations;
  private final SignatureVault vault;
  private final Receivers receivers;
  private final LaneLeases leases;
  private final RetrySchedule schedule;
  private final SendingInputs inputs;

  /// The stores and services of a request to a receiver.
  public record Means(
      WebhookConfigurations configurations,
      Lanes lanes,
      SignatureVault vault,
      Receivers receivers,
      DueAttempts dueAttempts) {}

  public NoticeSteps(
      Means means, RetrySchedule schedule, LaneRules laneRules, SendingInputs inputs) {
    this.configurations = means.configurations();
    this.vault = means.vault();
    this.receivers = means.receivers();
    this.leases = new LaneLeases(means.lanes(), means.dueAttempts(), laneRules, inputs);
    this.schedule = schedule;
    this.inputs = inputs;
  }

  /// The result of a step: how many requests it sent, and the pause before the next one. After the
  /// last step there is no pause.
  public record Taken(int requests, Optional<Duration> pause) {
    private static Taken none(Duration pause) {
      return new Taken(0, Optional.of(pause));
    }
  }

  /// A job whose next request must begin by `latest`.
  private record Due(BulkJob job, Notify notice, Instant latest) {}

  /// Takes a step of a job, which must begin its request by `latest`.
  public Taken step(BulkJob job, Notify notice, Instant latest) throws InterruptedException {
    Due due = new Due(job, notice, latest);
    Optional<WebhookConfiguration> configuration = wanting(notice);
    if (configuration.isEmpty()) {
      return ended(due, 0, "not-wanted");
    }
    if (now().isAfter(job.createdAt().plus(schedule.lastsAtMost()))) {
      return ended(due, 0, "given-up");
    }
    Instant patience = now().plus(PATIENCE);
    return switch (leases.acquire(
        configuration.get(), patience.isBefore(latest) ? patience : latest)) {
      case LaneLeases.NotNow(Duration pause) -> Taken.none(pause);
      case LeasedLane lane -> sent(due, lane);
    };
  }

  private Optional<WebhookConfiguration> wanting(Notify notice) {
    return configurations.find(notice.configuration()).filter(ReceiverNotices::areFor);
  }

  private Taken sent(Due due, LeasedLane lane) throws InterruptedException {
    try {
      // Read again, because the step may have waited for the lane.
      Optional<WebhookConfiguration> configuration = wanting(due.notice());
      return configuration.isPresent()
          ? sent(due, configuration.get(), lane)
          : ended(due, 0, "not-wanted");
    } catch (OurFaultException fault) {
      inputs.log().error("receiver-notice.our-fault", fault, "jobId", due.job().id());
      inputs.metrics().count(Metric.OUR_FAULTS);
      return Taken.none(LATER);
    } finally {
      giveBack(due.job(), lane);
    }
  }

  private Taken sent(Due due, WebhookConfiguration configuration, LeasedLane lane)
      throws InterruptedException {
    Instant signedAt = now();
    List<SignatureKey> keys = configuration.keysInForce(vault, signedAt);
    GatewayCredentials.Opened gateway = configuration.openGateway(vault);
    WebhookRequest request =
        WebhookRequest.sign(
                configuration.url(),
                due.job().id().value(),
                due.notice().body().getBytes(StandardCharsets.UTF_8),
                keys,
                signedAt)
            .with(gateway);
    if (now().isAfter(due.latest()) || now().plus(receivers.longest()).isAfter(lane.sendUntil())) {
      return Taken.none(LATER);
    }
    lane.sending(configuration.terms().limits());
    return concluded(due, lane, receivers.post(request));
  }

  private Taken concluded(Due due, LeasedLane lane, ExchangeResult result) {
    return switch (result) {
      case ExchangeResult.Answered answered when answered.statusCode() / 100 == 2 ->
          ended(due, 1, "accepted");
      case ExchangeResult.Answered answered when answered.statusCode() == GONE ->
          ended(due, 1, "refused");
      case ExchangeResult.Answered answered ->
          failed(
              due, lane, "the receiver answered " + answered.statusCode(), answered.retryAfter());
      case ExchangeResult.Unreachable unreachable ->
          failed(due, lane, unreachable.reason(), Optional.empty());
      case ExchangeResult.Blocked blocked -> failed(due, lane, blocked.reason(), Optional.empty());
    };
  }

  private Taken failed(Due due, LeasedLane lane, String reason, Optional<Duration> retryAfter) {
    lane.requestFailed(retryAfter, inputs.jitter().getAsDouble());
    int requests = Math.toIntExact(due.job().position().seen()) + 1;
    Instant now = now();
    inputs
        .log()
        .info(
            "receiver-notice.failed",
            "jobId",
            due.job().id(),
            "configurationId",
            due.notice().configuration(),
            "request",
            requests,
            "reason",
            reason);
    return schedule
        .next(requests, now, retryAfter, inputs.jitter().getAsDouble())
        .map(at -> new Taken(1, Optional.of(Duration.between(now, at))))
        .orElseGet(() -> ended(due, 1, "given-up"));
  }

  private Taken ended(Due due, int requests, String result) {
    inputs
        .log()
        .info(
            "receiver-notice.ended",
            "jobId",
            due.job().id(),
            "configurationId",
            due.notice().configuration(),
            "result",
            result,
            "requests",
            due.job().position().seen() + requests);
    return new Taken(requests, Optional.empty());
  }

  private Instant now() {
    return inputs.now().get();
  }

  /// Releases the lane. A fault must not hide the result of the request: a sweep then finds the
  /// lane after its lease.
  private void giveBack(BulkJob job, LeasedLane lane) {
    try {
      lane.giveBack();
    } catch (RuntimeException fault) {
      inputs.log().error("lane.not-released", fault, "jobId", job.id());
    }
  }
}
