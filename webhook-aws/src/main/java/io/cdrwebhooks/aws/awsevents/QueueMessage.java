package io.cdrwebhooks.aws.awsevents;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.BulkJobId;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DueWork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a message of the two queues says.
///
/// Source: Amazon S3 User Guide, "Event message structure" (fields may be added within version 2),
/// and "EventBridge event message structure" for a bucket that tells EventBridge.
public sealed interface QueueMessage {
  /// S3 announces objects; seldom more than one. Events of other kinds in the same message are left
  /// out, since nothing would be done about them.
  record Arrived(List<ObjectCreated> objects) implements QueueMessage {
    public Arrived {
      objects = List.copyOf(objects);
    }
  }

  /// S3 says of an event that is no creation, e.g. `ObjectRemoved:Delete` or `Object Deleted`.
  record OtherEvent(String eventName) implements QueueMessage {}

  /// S3 tries the queue out when notifications are set up.
  record TestEvent() implements QueueMessage {}

  /// We reminded ourselves of work.
  record Due(DueWork work) implements QueueMessage {}

  /// Reads a body. It is read whole or not at all: one event that cannot be understood takes the
  /// message with it, so that the dead-letter queue has it and nobody believes it was dealt with.
  ///
  /// @throws UnreadableMessageException if it is none of these
  static QueueMessage parse(String body) {
    try (JsonParser json = Reading.JSON.createParser(body)) {
      Reading reading = new Reading(json);
      JsonFields.eachField(json, reading::field);
      if (json.nextToken() != null) {
        throw new UnreadableMessageException("the message goes on after its end");
      }
      return reading.message();
    } catch (JsonProcessingException e) {
      throw new UnreadableMessageException(
          "the message is not the JSON that was expected: " + JsonFields.place(e),
          new IllegalArgumentException(e.getOriginalMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail to be read", e);
    }
  }

  /// One pass over a body.
  final class Reading {
    private static final JsonFactory JSON =
        JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private final JsonParser json;
    private final List<ObjectCreated> created = new ArrayList<>();
    private final List<String> otherEvents = new ArrayList<>();
    private Optional<ConfigurationId> lane = Optional.empty();
    private Optional<DeliveryId> delivery = Optional.empty();
    private Optional<BulkJobId> job = Optional.empty();
    private boolean asked;
    private int hops;
    private final BridgedEvent bridged = new BridgedEvent();
    private boolean test;

    private Reading(JsonParser json) {
      this.json = json;
    }

    private void field(String name) throws IOException {
      switch (name) {
        case "Records" -> JsonFields.eachElement(json, this::event);
        case "Event" -> test = JsonFields.text(json).equals("s3:TestEvent");
        case "source", "detail-type", "detail" -> bridged.field(name, json);
        case "lane" -> lane = id(ConfigurationId.parse(JsonFields.text(json)), "configuration");
        case "deliveryId" -> delivery = id(DeliveryId.parse(JsonFields.text(json)), "delivery");
        case "jobId" -> job = id(BulkJobId.parse(JsonFields.text(json)), "job");
        case "hops" -> hops = Math.toIntExact(JsonFields.wholeNumber(json));
        case "asked" -> asked = json.currentToken() == JsonToken.VALUE_TRUE;
        default -> {}
      }
    }

    private static <T> Optional<T> id(Optional<T> parsed, String kind) {
      if (parsed.isEmpty()) {
        throw new UnreadableMessageException("not a " + kind + " id");
      }
      return parsed;
    }

    private void event() throws IOException {
      ObjectCreated.Notification event = new ObjectCreated.Notification();
      JsonFields.eachField(json, name -> event.field(name, json));
      if (event.isCreation()) {
        created.add(event.objectCreated());
      } else {
        otherEvents.add(event.eventName());
      }
    }

    private QueueMessage message() {
      if (!created.isEmpty()) {
        return new Arrived(created);
      }
      if (!otherEvents.isEmpty()) {
        return new OtherEvent(otherEvents.getFirst());
      }
      if (bridged.isPresent()) {
        return bridged.message();
      }
      Optional<DueWork> due = due();
      if (due.isPresent()) {
        return new Due(due.get());
      }
      if (test) {
        return new TestEvent();
      }
      throw new UnreadableMessageException(
          "the message names no event, no lane, no delivery and no job");
    }

    private Optional<DueWork> due() {
      if (job.isPresent() && (lane.isPresent() || delivery.isPresent())) {
        throw new UnreadableMessageException("the message names a job and something else");
      }
      return job.<DueWork>map(DueWork.OfJob::new)
          .or(() -> lane.map(id -> new DueWork.OfLane(id, delivery, asked, hops)))
          .or(() -> delivery.map(DueWork.OfDelivery::new));
    }
  }
}
