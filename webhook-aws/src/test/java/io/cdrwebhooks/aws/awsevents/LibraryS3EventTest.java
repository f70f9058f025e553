package io.cdrwebhooks.aws.awsevents;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.S3Event;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.models.s3.S3EventNotification.RequestParametersEntity;
import com.amazonaws.services.lambda.runtime.events.models.s3.S3EventNotification.ResponseElementsEntity;
import com.amazonaws.services.lambda.runtime.events.models.s3.S3EventNotification.S3BucketEntity;
import com.amazonaws.services.lambda.runtime.events.models.s3.S3EventNotification.S3Entity;
import com.amazonaws.services.lambda.runtime.events.models.s3.S3EventNotification.S3EventNotificationRecord;
import com.amazonaws.services.lambda.runtime.events.models.s3.S3EventNotification.S3ObjectEntity;
import com.amazonaws.services.lambda.runtime.events.models.s3.S3EventNotification.UserIdentityEntity;
import io.cdrwebhooks.emulators.lambda.EventLibrary;
import io.cdrwebhooks.emulators.lambda.ObjectKeys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/// Tests that we read S3's events, in the messages of a queue, as AWS's own class does.
class LibraryS3EventTest {
  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void everyCreatedObjectIsReadFromTheMessageOfAQueue(
      @ForAll("records") List<S3EventNotificationRecord> records) throws IOException {
    List<S3EventNotificationRecord> creations =
        records.stream().filter(each -> each.getEventName().startsWith("ObjectCreated:")).toList();

    assertThat(QueueMessage.parse(sentThroughAQueue(EventLibrary.text(new S3Event(records)))))
        .isEqualTo(
            creations.isEmpty()
                ? new QueueMessage.OtherEvent(records.getFirst().getEventName())
                : expected(creations));
  }

  @Test
  void capturedEventIsReadAsTheLibraryReadsIt() throws IOException {
    String captured = Files.readString(captured("s3-object-created.json"));

    assertThat(QueueMessage.parse(captured))
        .isEqualTo(expected(EventLibrary.read(S3Event.class, captured).getRecords()));
  }

  private static QueueMessage expected(List<S3EventNotificationRecord> records) {
    return new QueueMessage.Arrived(records.stream().map(LibraryS3EventTest::created).toList());
  }

  private static ObjectCreated created(S3EventNotificationRecord record) {
    S3Entity s3 = record.getS3();
    return new ObjectCreated(
        s3.getBucket().getName(),
        s3.getObject().getUrlDecodedKey(),
        s3.getObject().getSizeAsLong(),
        Optional.ofNullable(s3.getObject().getVersionId()),
        s3.getObject().getSequencer(),
        Instant.ofEpochMilli(record.getEventTime().getMillis()));
  }

  private static String sentThroughAQueue(String body) throws IOException {
    SQSEvent.SQSMessage message = new SQSEvent.SQSMessage();
    message.setMessageId("19dd0b57-b21e-4ac1-bd88-01bbb068cb78");
    message.setBody(body);
    SQSEvent event = new SQSEvent();
    event.setRecords(List.of(message));
    return SqsBatch.read(new ByteArrayInputStream(EventLibrary.write(event)))
        .messages()
        .getFirst()
        .body();
  }

  private static Path captured(String name) {
    return Path.of("..", "dispatch-function", "src", "test", "resources", "events", name);
  }

  @Provide
  Arbitrary<List<S3EventNotificationRecord>> records() {
    Arbitrary<String> names =
        Arbitraries.of(
            "ObjectCreated:Put",
            "ObjectCreated:CompleteMultipartUpload",
            "ObjectRemoved:DeleteMarkerCreated");
    Arbitrary<S3ObjectEntity> objects =
        Combinators.combine(
                ObjectKeys.any(),
                Arbitraries.longs().between(0, 5L << 40),
                Arbitraries.of("3sL4kqtJlcpXroDTDmJ", "096fKKXTRTtl3on89fVO.nfljtsv6qko")
                    .injectNull(0.3))
            .as(
                (key, size, version) ->
                    new S3ObjectEntity(encoded(key), size, "etag", version, "0055AED6DCD90281E5"));
    return Combinators.combine(names, objects)
        .as(LibraryS3EventTest::event)
        .list()
        .ofMinSize(1)
        .ofMaxSize(3);
  }

  private static S3EventNotificationRecord event(String name, S3ObjectEntity object) {
    UserIdentityEntity user = new UserIdentityEntity("A3NL1KOZZKExample");
    S3BucketEntity bucket = new S3BucketEntity("cdr-reports", user, "arn:aws:s3:::cdr-reports");
    return new S3EventNotificationRecord(
        "eu-central-1",
        name,
        "aws:s3",
        "2026-01-10T11:20:08.412Z",
        "2.1",
        new RequestParametersEntity("198.51.100.17"),
        new ResponseElementsEntity("FMyUVURIY8", "C3D13FE58DE4C810"),
        new S3Entity("reports-to-arrivals", bucket, object, "1.0"),
        user);
  }

  /// S3 User Guide: keys are URL-encoded, a space as `+`; slashes stay.
  private static String encoded(String key) {
    return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/");
  }
}
