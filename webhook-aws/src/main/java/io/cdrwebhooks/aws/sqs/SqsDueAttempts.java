package io.cdrwebhooks.aws.sqs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.cdrwebhooks.delivery.BulkJobId;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DueAttempts;
import io.cdrwebhooks.delivery.DueWork;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Sends due work to its queue as delayed messages: `{"deliveryId":"dlv_..."}` or
/// `{"jobId":"job_..."}`, which [io.cdrwebhooks.aws.awsevents.QueueMessage] reads.
///
/// A queue that cannot be reached or refuses is the SDK's own unchecked exception.
public final class SqsDueAttempts implements DueAttempts {
  private static final JsonFactory JSON = new JsonFactory();

  private final Supplier<SqsClient> sqs;
  private final URI queueUrl;

  public SqsDueAttempts(SqsClient sqs, URI queueUrl) {
    this(() -> sqs, queueUrl);
  }

  /// With a client that is made when it is needed.
  public SqsDueAttempts(Supplier<SqsClient> sqs, URI queueUrl) {
    this.sqs = sqs;
    this.queueUrl = queueUrl;
  }

  @Override
  public void send(DueWork work, Duration delay) {
    if (delay.isNegative() || delay.compareTo(LONGEST_DELAY) > 0) {
      throw new IllegalArgumentException("no message waits " + delay);
    }
    int seconds = (int) delay.plusSeconds(1).minusNanos(1).toSeconds();
    String body = message(work);
    sqs.get()
        .sendMessage(
            message ->
                message.queueUrl(queueUrl.toString()).delaySeconds(seconds).messageBody(body));
  }

  private static String message(DueWork work) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      switch (work) {
        case DueWork.OfDelivery(DeliveryId id) -> json.writeStringField("deliveryId", id.value());
        case DueWork.OfJob(BulkJobId id) -> json.writeStringField("jobId", id.value());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail to be written", e);
    }
    return text.toString();
  }
}
