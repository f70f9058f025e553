package io.cdrwebhooks.aws.awsevents;

import com.fasterxml.jackson.core.JsonParseException;
import io.cdrwebhooks.json.JsonObject;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/// An object whose creation S3 announces. `key` has the form that the object store uses, not
/// URL-encoded.
///
/// `versionId` is empty where the bucket keeps no versions. `sequencer` gives the order of the
/// events of one key.
///
/// `uploadedAt` is when the upload was complete. In a listing, it is when a multipart upload began.
/// It may be in whole seconds.
public record ObjectCreated(
    String bucket,
    String key,
    long sizeBytes,
    Optional<String> versionId,
    String sequencer,
    Instant uploadedAt) {

  /// Reads an event of a notification, where the key is URL-encoded.
  static ObjectCreated notified(JsonObject event) throws JsonParseException {
    Instant uploadedAt = time(event, "eventTime");
    ObjectCreated encoded = read(event.object("s3"), "s3", "versionId", uploadedAt);
    return new ObjectCreated(
        encoded.bucket,
        decoded(encoded.key),
        encoded.sizeBytes,
        encoded.versionId,
        encoded.sequencer,
        uploadedAt);
  }

  /// Reads an EventBridge event, whose field names have hyphens.
  static ObjectCreated bridged(JsonObject event) throws JsonParseException {
    return read(event.object("detail"), "detail", "version-id", time(event, "time"));
  }

  /// Reads one object. In a bucket without versions S3 sends no version id, or `null`.
  private static ObjectCreated read(
      JsonObject event, String place, String versionId, Instant uploadedAt)
      throws JsonParseException {
    JsonObject object = event.object("object");
    return new ObjectCreated(
        required(event.object("bucket").text("name"), place + ".bucket.name"),
        required(object.text("key"), place + ".object.key"),
        object.wholeNumber("size").orElse(0L),
        object.text(versionId).filter(id -> !id.isEmpty() && !id.equals("null")),
        required(object.text("sequencer"), place + ".object.sequencer"),
        uploadedAt);
  }

  private static Instant time(JsonObject event, String name) throws JsonParseException {
    String text = required(event.text(name), name);
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException _) { // the cause would quote the message
      throw new UnreadableMessageException(name + " of an S3 event must be a time");
    }
  }

  static String required(Optional<String> value, String name) {
    return value
        .filter(text -> !text.isEmpty())
        .orElseThrow(() -> new UnreadableMessageException("S3 event must have " + name));
  }

  /// Decodes a key byte by byte. Java's decoder would replace bytes that are not UTF-8 by U+FFFD,
  /// and so return another key.
  private static String decoded(String encodedKey) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(encodedKey));
      String bytes =
          URLDecoder.decode(
              StandardCharsets.ISO_8859_1.decode(encoded).toString(), StandardCharsets.ISO_8859_1);
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(StandardCharsets.ISO_8859_1.encode(bytes))
          .toString();
    } catch (IllegalArgumentException | CharacterCodingException e) {
      throw new UnreadableMessageException("key of an S3 event must be URL-encoded UTF-8", e);
    }
  }
}
