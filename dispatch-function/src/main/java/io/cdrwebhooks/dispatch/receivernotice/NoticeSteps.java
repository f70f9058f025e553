package io.cdrwebhooks.dispatch.receivernotice;

import io.cdrwebhooks.configuration.GatewayCredentials;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.WebhookRequest;
import io.cdrwebhooks.dispatch.exchange.ExchangeResult;
import io.cdrwebhooks.dispatch.exchange.OurFaultException;
import io.cdrwebhooks.dispatch.inputs.DispatchServices;
import io.cdrwebhooks.dispatch.inputs.DispatchStores;
import io.cdrwebhooks.dispatch.inputs.Pace;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.json.Json;
import io.cdrwebhooks.log.Metric;
import io.cdrwebhooks.time.Instants;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.BulkJob.Task.Notify;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The steps of the job that sends a notice to a receiver: each sends one request.
///
/// The job ends when the receiver answers 2xx or 410, after the last step of the retry schedule, or
/// after the longest time that it may take. It also ends if the configuration was deleted or
/// disabled, or no longer wants notices. If its worker dies between the request and the record, the
/// receiver gets the notice again. A notice does not change the health of a receiver. It neither
/// opens nor closes the breaker of its lane. While the breaker is open, a failed notice delays the
/// next probe.
public record NoticeSteps(
    DispatchStores stores, DispatchServices services, Pace pace, RuntimeInputs inputs) {
  /// The longest wait of a step for a lane that another worker holds.
  private static final Duration LANE_TIMEOUT = Duration.ofSeconds(10);

  private static final Duration RETRY_PAUSE = Duration.ofMinutes(1);

  /// The result of a step: how many requests it sent, and the pause before the next one. After the
  /// last step there is no pause.
  public record Result(int requests, Optional<Duration> pause) {
    private static Result none(Duration pause) {
      return new Result(0, Optional.of(pause));
    }
  }

  /// A job whose next request must begin by `latest`.
  private record Due(BulkJob job, Notify notice, Instant latest) {}

  /// Takes a step of a job, which must begin its request by `latest`.
  public Result step(BulkJob job, Notify notice, Instant latest) throws InterruptedException {
    Due due = new Due(job, notice, latest);
    Optional<WebhookConfiguration> configuration = wanting(notice);
    if (configuration.isEmpty()) {
      return ended(due, 0, "not-wanted");
    }
    if (inputs.now().isAfter(job.createdAt().plus(pace.schedule().lastsAtMost()))) {
      return ended(due, 0, "given-up");
    }
    Instant until = Instants.earlier(inputs.now().plus(LANE_TIMEOUT), latest);
    LaneLeases leases =
        new LaneLeases(stores.lanes(), services.workMessages(), pace.laneRules(), inputs);
    return switch (leases.acquire(configuration.get(), until)) {
      case LaneLeases.NotNow(Duration pause) -> Result.none(pause);
      case LeasedLane lane -> sent(due, lane);
    };
  }

  private Optional<WebhookConfiguration> wanting(Notify notice) {
    return stores.configurations().find(notice.configuration()).filter(ReceiverNotices::areFor);
  }

  private Result sent(Due due, LeasedLane lane) throws InterruptedException {
    try {
      // The step may have waited for the lane, so it reads the configuration again.
      Optional<WebhookConfiguration> configuration = wanting(due.notice());
      return configuration.isPresent()
          ? sent(due, configuration.get(), lane)
          : ended(due, 0, "not-wanted");
    } catch (OurFaultException fault) {
      inputs.log().error("receiver-notice.our-fault", fault, "jobId", due.job().id());
      inputs.metrics().count(Metric.OUR_FAULTS);
      return Result.none(RETRY_PAUSE);
    } finally {
      releaseLane(due.job(), lane);
    }
  }

  private Result sent(Due due, WebhookConfiguration configuration, LeasedLane lane)
      throws InterruptedException {
    Instant signedAt = inputs.now();
    List<SignatureKey> keys = configuration.keysInForce(services.vault(), signedAt);
    GatewayCredentials.Opened gateway = configuration.openGateway(services.vault());
    WebhookRequest request =
        WebhookRequest.sign(
                configuration.url(),
                due.job().id().value(),
                due.notice().body().getBytes(StandardCharsets.UTF_8),
                keys,
                signedAt)
            .with(gateway);
    if (inputs.now().isAfter(due.latest())
        || inputs.now().plus(services.receivers().longest()).isAfter(lane.sendUntil())) {
      return Result.none(RETRY_PAUSE);
    }
    lane.sending(configuration.terms().limits());
    return concluded(due, lane, services.receivers().post(request));
  }

  private Result concluded(Due due, LeasedLane lane, ExchangeResult result) {
    return switch (result) {
      case ExchangeResult.Answered answered when answered.isSuccess() -> ended(due, 1, "accepted");
      case ExchangeResult.Answered answered when answered.isGone() -> ended(due, 1, "refused");
      case ExchangeResult.Answered answered ->
          failed(
              due, lane, "the receiver answered " + answered.statusCode(), answered.retryAfter());
      case ExchangeResult.Unreachable unreachable ->
          failed(due, lane, unreachable.reason(), Optional.empty());
      case ExchangeResult.Blocked blocked -> failed(due, lane, blocked.reason(), Optional.empty());
    };
  }

  private Result failed(Due due, LeasedLane lane, String reason, Optional<Duration> retryAfter) {
    lane.requestFailed(retryAfter, inputs.jitter().getAsDouble());
    int requests = Math.toIntExact(due.job().position().seen()) + 1;
    Instant now = inputs.now();
    log(due, "receiver-notice.failed", Json.object("request", requests, "reason", reason));
    return pace.schedule()
        .next(requests, now, retryAfter, inputs.jitter().getAsDouble())
        .map(at -> new Result(1, Optional.of(Duration.between(now, at))))
        .orElseGet(() -> ended(due, 1, "given-up"));
  }

  private Result ended(Due due, int requests, String result) {
    long sent = due.job().position().seen() + requests;
    log(due, "receiver-notice.ended", Json.object("result", result, "requests", sent));
    return new Result(requests, Optional.empty());
  }

  private void log(Due due, String event, Map<String, Object> fields) {
    Map<String, Object> ofJob =
        Json.object("jobId", due.job().id(), "configurationId", due.notice().configuration());
    ofJob.putAll(fields);
    inputs.log().info(event, ofJob);
  }

  /// Releases the lane. A fault must not hide the result of the request: a sweep then finds the
  /// lane after its lease.
  private void releaseLane(BulkJob job, LeasedLane lane) {
    try {
      lane.release();
    } catch (RuntimeException fault) {
      inputs.log().error("lane.not-released", fault, "jobId", job.id());
    }
  }
}
