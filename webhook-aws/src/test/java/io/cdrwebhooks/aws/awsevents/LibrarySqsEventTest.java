package io.cdrwebhooks.aws.awsevents;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.MessageAttribute;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import io.cdrwebhooks.emulators.lambda.EventLibrary;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/// Tests that we read the batches of a queue, and answer them, as AWS's own classes do.
class LibrarySqsEventTest {
  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void everyMessageIsReadWithItsIdAndBody(@ForAll("messages") List<SQSMessage> messages)
      throws IOException {
    SQSEvent event = new SQSEvent();
    event.setRecords(messages);

    assertThat(read(EventLibrary.write(event)).messages())
        .isEqualTo(
            messages.stream()
                .map(
                    each ->
                        new SqsBatch.SqsMessage(
                            each.getMessageId(), each.getBody(), "report-arrivals", 7))
                .toList());
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void libraryReadsOnlyTheFailuresThatWeName(
      @ForAll @Size(max = 10) List<@StringLength(max = 40) String> ids) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    SqsBatch.writeFailures(ids, answer);

    assertThat(EventLibrary.read(SQSBatchResponse.class, answer.toByteArray()))
        .isEqualTo(new SQSBatchResponse(ids.stream().map(BatchItemFailure::new).toList()));
    assertThat(EventLibrary.rewritten(SQSBatchResponse.class, answer.toByteArray()))
        .isEqualTo(EventLibrary.tree(answer.toByteArray()));
  }

  @Test
  void canaryIsABatchWithoutMessages() throws IOException {
    byte[] canary = Files.readAllBytes(Path.of("..", "build-support", "canaries", "dispatch.json"));

    assertThat(EventLibrary.read(SQSEvent.class, canary).getRecords()).isEmpty();
    assertThat(read(canary).messages()).isEmpty();
  }

  private static SqsBatch read(byte[] event) throws IOException {
    return SqsBatch.read(new ByteArrayInputStream(event));
  }

  @Provide
  Arbitrary<List<SQSMessage>> messages() {
    return Combinators.combine(
            Arbitraries.create(UUID::randomUUID), Arbitraries.strings().ofMaxLength(100))
        .as((id, body) -> message(id.toString(), body))
        .list()
        .ofMaxSize(10);
  }

  private static SQSMessage message(String id, String body) {
    MessageAttribute attribute = new MessageAttribute();
    attribute.setDataType("String");
    attribute.setStringValue("not the body");
    SQSMessage message = new SQSMessage();
    message.setMessageId(id);
    message.setReceiptHandle("AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a");
    message.setBody(body);
    message.setAttributes(Map.of("ApproximateReceiveCount", "7", "messageId", "another"));
    message.setMessageAttributes(Map.of("body", attribute));
    message.setMd5OfBody("e4e68fb7bd0e697a0ae8f1bb342846b3");
    message.setEventSource("aws:sqs");
    message.setEventSourceArn("arn:aws:sqs:eu-central-1:111122223333:report-arrivals");
    message.setAwsRegion("eu-central-1");
    return message;
  }
}
