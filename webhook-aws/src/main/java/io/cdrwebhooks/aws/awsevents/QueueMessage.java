package io.cdrwebhooks.aws.awsevents;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.json.JsonObject;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.work.BulkJobId;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.LaneCause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// The content of a message in `report-arrivals`, `due-attempts` or `background-work`.
///
/// Source: Amazon S3 User Guide, "Event message structure" (fields may be added within version 2),
/// and "EventBridge event message structure" for a bucket that notifies EventBridge.
public sealed interface QueueMessage {
  /// S3 announces created objects, rarely more than one. Events of other kinds in the same message
  /// are ignored, because they need no work.
  record Arrived(List<ObjectCreated> objects) implements QueueMessage {
    public Arrived {
      objects = List.copyOf(objects);
    }
  }

  /// An S3 event that announces no created object, e.g. `ObjectRemoved:Delete` or `Object Deleted`.
  record OtherEvent(String eventName) implements QueueMessage {}

  /// The test event that S3 sends when notifications are set up.
  record TestEvent() implements QueueMessage {}

  /// A message from this system about due work.
  record Due(DueWork work) implements QueueMessage {}

  /// Parses the body of a message. If one of its events cannot be parsed, the whole message is
  /// unreadable, so that it goes to the dead-letter queue and does not count as handled.
  ///
  /// @throws UnreadableMessageException if it is not one of these messages
  static QueueMessage parse(String body) {
    try {
      return read(JsonObject.readStrictly(body));
    } catch (JsonProcessingException e) {
      throw new UnreadableMessageException(
          "message is not a valid JSON object: " + JsonObject.place(e),
          new IllegalArgumentException(e.getOriginalMessage()));
    }
  }

  private static QueueMessage read(JsonObject message) throws JsonParseException {
    Optional<DueWork> due = due(message);
    List<ObjectCreated> created = new ArrayList<>();
    List<String> otherEvents = new ArrayList<>();
    for (JsonObject event : message.objects("Records")) {
      requireVersion(ObjectCreated.required(event.text("eventVersion"), "eventVersion"), 2);
      String name = ObjectCreated.required(event.text("eventName"), "eventName");
      if (name.startsWith("ObjectCreated:")) {
        created.add(ObjectCreated.notified(event));
      } else {
        otherEvents.add(name);
      }
    }
    if (!created.isEmpty()) {
      return new Arrived(created);
    }
    if (!otherEvents.isEmpty()) {
      return new OtherEvent(otherEvents.getFirst());
    }
    if (message.text("detail-type").isPresent()) {
      return bridged(message);
    }
    if (due.isPresent()) {
      return new Due(due.get());
    }
    if (message.text("Event").filter("s3:TestEvent"::equals).isPresent()) {
      return new TestEvent();
    }
    throw new UnreadableMessageException(
        "message must name an event, a lane, a delivery, a job, a digest or a watch");
  }

  /// Reads an event that S3 sent through EventBridge. S3's first events of this kind had no
  /// `event-version` in their `detail`.
  private static QueueMessage bridged(JsonObject event) throws JsonParseException {
    if (event.text("source").filter("aws.s3"::equals).isEmpty()) {
      throw new UnreadableMessageException("EventBridge event must come from S3");
    }
    String type = ObjectCreated.required(event.text("detail-type"), "detail-type");
    if (!type.equals("Object Created")) {
      return new OtherEvent(type);
    }
    JsonObject detail = event.object("detail");
    requireVersion(detail.text("event-version").orElse("1.0"), 1);
    return new Arrived(List.of(ObjectCreated.bridged(event)));
  }

  private static void requireVersion(String version, int major) {
    if (!version.startsWith(major + ".")) {
      throw new UnreadableMessageException("S3 event must have major version " + major);
    }
  }

  private static Optional<DueWork> due(JsonObject message) throws JsonParseException {
    Optional<ConfigurationId> lane =
        id(message.text("lane"), ConfigurationId::parse, "configuration");
    Optional<DeliveryId> delivery = id(message.text("deliveryId"), DeliveryId::parse, "delivery");
    Optional<BulkJobId> job = id(message.text("jobId"), BulkJobId::parse, "job");
    Optional<ConfigurationId> digest =
        id(message.text("digest"), ConfigurationId::parse, "configuration");
    Optional<TaskId> watch = task(message.wholeNumber("watch"));
    LaneCause cause = cause(message, delivery);
    Optional<Instant> expectedAt = message.wholeNumber("at").map(Instant::ofEpochMilli);
    boolean namesDelivery = lane.isPresent() || delivery.isPresent();
    if (Stream.of(job.isPresent(), digest.isPresent(), watch.isPresent(), namesDelivery)
            .filter(is -> is)
            .count()
        > 1) {
      throw new UnreadableMessageException("message must name work of one kind");
    }
    return job.<DueWork>map(DueWork.OfJob::new)
        .or(() -> digest.map(DueWork.OfDigest::new))
        .or(() -> watch.map(DueWork.OfWatch::new))
        .or(() -> lane.map(id -> new DueWork.OfLane(id, cause, expectedAt)))
        .or(() -> delivery.map(DueWork.OfDelivery::new));
  }

  private static LaneCause cause(JsonObject message, Optional<DeliveryId> delivery)
      throws JsonParseException {
    Optional<TaskId> task = task(message.wholeNumber("task"));
    Optional<Instant> uncounted = message.wholeNumber("uncounted").map(Instant::ofEpochMilli);
    int hops = Math.toIntExact(message.wholeNumber("hops").orElse(0L));
    if (message.isTrue("asked")) {
      return new LaneCause.Asked(delivery);
    }
    if (hops > 0) {
      return new LaneCause.OwnMessage(delivery, hops);
    }
    return delivery
        .<LaneCause>map(id -> new LaneCause.Waiting(id, task, uncounted))
        .orElseGet(LaneCause.Due::new);
  }

  private static Optional<TaskId> task(Optional<Long> number) {
    try {
      return number.map(TaskId::new);
    } catch (IllegalArgumentException e) {
      throw new UnreadableMessageException("message must have a valid task id", e);
    }
  }

  private static <T> Optional<T> id(
      Optional<String> text, Function<String, Optional<T>> parse, String kind) {
    return text.map(
        id ->
            parse
                .apply(id)
                .orElseThrow(
                    () ->
                        new UnreadableMessageException(
                            "message must have a valid " + kind + " id")));
  }
}
