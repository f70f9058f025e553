package io.cdrwebhooks.dispatch;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.awsevents.ScheduledWork;
import io.cdrwebhooks.aws.sns.SnsSubscriptions;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.log.Metric;
import io.cdrwebhooks.notice.MailSubscriptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;

/// The entry point of the schedules: the sweep through the due index, the daily reconciliation, and
/// the check of the operators' mail.
///
/// It logs a fault once and throws it, so that Lambda counts it; the next run does the same work
/// again.
public final class ScheduleHandler implements RequestStreamHandler {
  /// The part of the function's time that is reserved for calls in flight at the deadline.
  private static final Duration RESERVED_FOR_ANSWER = Duration.ofSeconds(10);

  private final Dispatch dispatch;
  private final String bucket;
  private final MailSubscriptions mail;
  private final RuntimeInputs inputs;

  /// Creates the handler with the settings of this process; Lambda calls it.
  public ScheduleHandler() {
    this(DispatchEnvironment.ofThisProcess());
    DispatchEnvironment.rehearse(inputs.log(), DispatchRehearsal::ofSchedules);
  }

  private ScheduleHandler(DispatchEnvironment environment) {
    this(environment, RuntimeInputs.standard(environment.metricsNamespace()));
  }

  private ScheduleHandler(DispatchEnvironment environment, RuntimeInputs inputs) {
    this(
        environment.dispatch(inputs),
        environment.reportBucket(),
        new SnsSubscriptions(new AwsClients(environment.access())::sns),
        inputs);
  }

  public ScheduleHandler(
      Dispatch dispatch, String bucket, MailSubscriptions mail, RuntimeInputs inputs) {
    this.dispatch = dispatch;
    this.bucket = bucket;
    this.mail = mail;
    this.inputs = inputs;
  }

  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context)
      throws IOException {
    ScheduledWork work = ScheduledWork.read(event);
    try {
      switch (work) {
        case ScheduledWork.Sweep() -> dispatch.sweep(deadline(context));
        case ScheduledWork.Reconcile() -> dispatch.reconcile(bucket);
        case ScheduledWork.CheckMail(String alarms, String notices) -> {
          checkMail(alarms, Metric.ALARMS_UNCONFIRMED);
          checkMail(notices, Metric.NOTICES_UNCONFIRMED);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      inputs.log().error("schedule.failed", e, "work", work);
    } catch (RuntimeException e) {
      inputs.log().error("schedule.failed", e, "work", work);
      throw e;
    } finally {
      inputs.metrics().flush();
    }
  }

  /// A topic that cannot be checked counts as unconfirmed, since SNS may have suspended its mail.
  private void checkMail(String topic, Metric unconfirmed) {
    try {
      if (mail.isConfirmed(topic)) {
        return;
      }
      inputs.log().warn("mail.unconfirmed", "topic", topic);
    } catch (RuntimeException e) {
      inputs.log().error("mail.not-checked", e, "topic", topic);
    }
    inputs.metrics().count(unconfirmed);
  }

  private Instant deadline(Context context) {
    return inputs
        .clock()
        .instant()
        .plusMillis(context.getRemainingTimeInMillis())
        .minus(RESERVED_FOR_ANSWER);
  }
}
