package io.cdrwebhooks.emulators;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.S3Event;
import com.amazonaws.services.lambda.runtime.events.models.s3.S3EventNotification.S3EventNotificationRecord;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.emulators.lambda.EventLibrary;
import io.cdrwebhooks.emulators.lambda.ObjectKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/// Tests that AWS's own class for S3 events reads our notifications.
class LibraryNotificationTest {
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05.600Z");

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void libraryReadsTheObjectThatWasCreated(@ForAll("events") BucketEvent event) {
    S3EventNotificationRecord read =
        EventLibrary.read(S3Event.class, S3Notifications.toJson(event, "eu-west-1", AT))
            .getRecords()
            .getFirst();

    assertThat(read.getEventName()).isEqualTo(event.eventName());
    assertThat(read.getEventTime().getMillis()).isEqualTo(AT.toEpochMilli());
    assertThat(read.getS3().getBucket().getName()).isEqualTo(event.bucket());
    assertThat(read.getS3().getObject().getUrlDecodedKey()).isEqualTo(event.key());
    assertThat(read.getS3().getObject().getSizeAsLong()).isEqualTo(event.sizeBytes());
    assertThat(read.getS3().getObject().getSequencer()).isEqualTo(event.sequencer());
  }

  /// The library would add a field that we leave out as empty text, and lose a field that S3 does
  /// not have.
  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void libraryHasExactlyTheFieldsThatWeSend(@ForAll("events") BucketEvent event)
      throws IOException {
    byte[] json = S3Notifications.toJson(event, "eu-west-1", AT).getBytes(StandardCharsets.UTF_8);
    JsonNode ours = EventLibrary.tree(json);
    // The library adds the key once more, and an empty text for a missing version.
    ObjectNode object = (ObjectNode) ours.at("/Records/0/s3/object");
    object.put("urlDecodedKey", event.key());
    object.put("versionId", event.versionId() == null ? "" : event.versionId());

    assertThat(EventLibrary.rewritten(S3Event.class, json)).isEqualTo(ours);
  }

  @Provide
  Arbitrary<BucketEvent> events() {
    return Combinators.combine(
            Arbitraries.of(
                "ObjectCreated:Put", "ObjectCreated:Copy", "ObjectCreated:CompleteMultipartUpload"),
            ObjectKeys.any(),
            Arbitraries.longs().between(0, 5L << 40),
            Arbitraries.of("v1", "3sL4kqtJlcpXroDTDmJ").injectNull(0.5))
        .as(Tuple::of)
        .map(
            event ->
                new BucketEvent(
                    event.get1(),
                    "cdr-reports",
                    event.get2(),
                    event.get3(),
                    "0123abcd",
                    event.get4(),
                    "00A1"));
  }
}
