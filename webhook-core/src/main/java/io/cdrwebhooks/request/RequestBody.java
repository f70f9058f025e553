package io.cdrwebhooks.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.hash.Sha256;
import io.cdrwebhooks.json.JsonObject;
import io.cdrwebhooks.report.TaskId;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The body of a receiver's request: one flat JSON object in UTF-8, with each name once.
///
/// It is read in two steps. The configuration or delivery must be known before the signature can be
/// checked. Every other error is reported only to a sender whose signature is right.
///
/// A body without the property `request` is refused, so that no announcement passes for a request.
public record RequestBody(JsonObject fields) {
  public static final int LIMIT_BYTES = 1_024;

  private static final String REQUEST = "request";
  private static final String ID = "id";
  private static final String AT = "at";
  private static final String DELIVERY = "deliveryId";
  private static final String CONFIGURATION = "configurationId";
  private static final String FROM = "from";
  private static final String CURSOR = "cursor";
  private static final String TASK = "taskId";
  private static final String DAY = "day";
  private static final String PART = "part";
  private static final String SHA256 = "fileSha256";
  private static final Set<String> RENEWAL_FIELDS = Set.of(REQUEST, ID, AT, DELIVERY);
  private static final Set<String> LIST_FIELDS =
      Set.of(REQUEST, ID, AT, DELIVERY, CONFIGURATION, FROM, CURSOR);
  private static final Set<String> NUMBER_FIELDS =
      Set.of(REQUEST, ID, AT, DELIVERY, CONFIGURATION, TASK, FROM);

  private static final Set<String> STATEMENT_FIELDS =
      Set.of(REQUEST, ID, AT, DELIVERY, CONFIGURATION, DAY, PART);

  private static final Set<String> RECEIPT_FIELDS = Set.of(REQUEST, ID, AT, DELIVERY, SHA256);

  private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

  private static final Pattern INSTANT =
      Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z");

  /// The result of [#read].
  public sealed interface Reading {
    record Read(ReceiverRequest request) implements Reading {}

    record Malformed(String reason) implements Reading {}
  }

  /// Reads the object; empty if the bytes are not such an object, or it has no `request`.
  public static Optional<RequestBody> parse(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return Optional.of(new RequestBody(JsonObject.readStrictly(text)))
          .filter(body -> body.text(REQUEST).isPresent());
    } catch (CharacterCodingException | JsonProcessingException _) {
      return Optional.empty();
    }
  }

  /// Returns the delivery that the body names; empty if it names none.
  public Optional<DeliveryId> delivery() {
    return text(DELIVERY).flatMap(DeliveryId::parse);
  }

  /// Returns the configuration that the body names; empty if it names none.
  public Optional<ConfigurationId> configuration() {
    return text(CONFIGURATION).flatMap(ConfigurationId::parse);
  }

  /// Returns the receiver's time; empty if it is missing or cannot be read.
  public Optional<Instant> at() {
    return instant(AT);
  }

  /// Reads the whole request. The reason for a refusal quotes nothing of the body.
  public Reading read() {
    Optional<RequestId> id = text(ID).flatMap(RequestId::parse);
    if (id.isEmpty()) {
      return new Reading.Malformed("id must be req_ and 32 hexadecimal digits.");
    }
    if (at().isEmpty()) {
      return new Reading.Malformed("at must be a time such as 2026-03-05T03:12:44Z.");
    }
    return switch (text(REQUEST).orElse("")) {
      case "renew-link" -> renewal(id.get());
      case "list-reports" -> list(id.get());
      case "list-numbers" -> numbers(id.get());
      case "confirm-file" -> receipt(id.get());
      case "statement" -> statement(id.get());
      default ->
          new Reading.Malformed(
              "request must be renew-link, list-reports, list-numbers, confirm-file or"
                  + " statement.");
    };
  }

  private Reading renewal(RequestId id) {
    return checked(
        RENEWAL_FIELDS,
        delivery().map(of -> new ReceiverRequest.RenewLink(id, of)),
        "renew-link must have request, id, at and deliveryId, and nothing else.");
  }

  private Reading list(RequestId id) {
    boolean continues = text(CURSOR).isPresent() || fields.isNull(CURSOR);
    return checked(
        LIST_FIELDS,
        instant(FROM)
            .filter(_ -> hasOneSubject() && continues)
            .map(from -> new ReceiverRequest.ListReports(id, from, text(CURSOR))),
        "list-reports must have request, id, at, from, and deliveryId or configurationId; it may"
            + " have cursor, and nothing else.");
  }

  private Reading numbers(RequestId id) {
    Optional<TaskId> task = whole(TASK).flatMap(number -> TaskId.parse(Long.toString(number)));
    Optional<Long> from = whole(FROM).filter(number -> number >= 1);
    return checked(
        NUMBER_FIELDS,
        task.filter(_ -> hasOneSubject() && from.isPresent())
            .map(of -> new ReceiverRequest.ListNumbers(id, of, from.orElseThrow())),
        "list-numbers must have request, id, at, taskId, from (a number from 1 on), and deliveryId"
            + " or configurationId, and nothing else.");
  }

  private Reading receipt(RequestId id) {
    Optional<String> sha256 = text(SHA256).filter(Sha256::isHex);
    return checked(
        RECEIPT_FIELDS,
        delivery()
            .filter(_ -> sha256.isPresent())
            .map(of -> new ReceiverRequest.ConfirmFile(id, of, sha256.orElseThrow())),
        "confirm-file must have request, id, at, deliveryId, and fileSha256 as 64 lower-case"
            + " hexadecimal digits, and nothing else.");
  }

  private Reading statement(RequestId id) {
    Optional<LocalDate> day =
        text(DAY).filter(text -> DATE.matcher(text).matches()).flatMap(RequestBody::date);
    Optional<Integer> part =
        has(PART)
            ? whole(PART).filter(number -> number >= 1).flatMap(RequestBody::small)
            : Optional.of(1);
    return checked(
        STATEMENT_FIELDS,
        day.filter(_ -> hasOneSubject() && part.isPresent())
            .map(of -> new ReceiverRequest.Statement(id, of, part.orElseThrow())),
        "statement must have request, id, at, day (such as 2026-03-04), and deliveryId or"
            + " configurationId; it may have part (a number from 1 on), and nothing else.");
  }

  private static Optional<Integer> small(long number) {
    return number <= Integer.MAX_VALUE ? Optional.of((int) number) : Optional.empty();
  }

  private boolean hasOneSubject() {
    return has(DELIVERY)
        ? delivery().isPresent() && !has(CONFIGURATION)
        : configuration().isPresent();
  }

  private boolean has(String name) {
    return fields.fields().containsKey(name);
  }

  private Optional<Long> whole(String name) {
    return fields.find(name, Long.class);
  }

  private Reading checked(
      Set<String> allowed, Optional<? extends ReceiverRequest> request, String rule) {
    return allowed.containsAll(fields.fields().keySet())
        ? request.<Reading>map(Reading.Read::new).orElseGet(() -> new Reading.Malformed(rule))
        : new Reading.Malformed(rule);
  }

  private Optional<String> text(String name) {
    return fields.find(name, String.class);
  }

  private Optional<Instant> instant(String name) {
    return text(name).filter(text -> INSTANT.matcher(text).matches()).flatMap(RequestBody::parsed);
  }

  private static Optional<LocalDate> date(String text) {
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> parsed(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
