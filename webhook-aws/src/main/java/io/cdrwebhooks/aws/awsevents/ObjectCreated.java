package io.cdrwebhooks.aws.awsevents;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// One object that S3 says was created. `key` is as the object store has it, no longer URL-encoded.
///
/// `versionId` is empty where the bucket keeps no versions. `sequencer` tells the order of events
/// of one key.
public record ObjectCreated(
    String bucket, String key, long sizeBytes, Optional<String> versionId, String sequencer) {

  static String required(@Nullable String value, String name) {
    if (value == null || value.isEmpty()) {
      throw new UnreadableMessageException("an S3 event without " + name);
    }
    return value;
  }

  /// What S3 says of an object, as its fields are met: in a notification, or by way of EventBridge,
  /// where words are joined by hyphens and the key is not URL-encoded.
  static final class Fields {
    private @Nullable String bucket;
    private @Nullable String key;
    private @Nullable String versionId;
    private @Nullable String sequencer;
    private long sizeBytes;

    /// The fields `bucket` and `object`.
    void field(String name, JsonParser json) throws IOException {
      switch (name) {
        case "bucket" ->
            JsonFields.eachField(
                json,
                field -> {
                  if (field.equals("name")) {
                    bucket = JsonFields.text(json);
                  }
                });
        case "object" -> JsonFields.eachField(json, field -> object(field, json));
        default -> {}
      }
    }

    private void object(String name, JsonParser json) throws IOException {
      switch (name) {
        case "key" -> key = JsonFields.text(json);
        case "size" -> sizeBytes = JsonFields.wholeNumber(json);
        case "versionId", "version-id" -> versionId = JsonFields.text(json);
        case "sequencer" -> sequencer = JsonFields.text(json);
        default -> {}
      }
    }

    /// In a bucket without versions S3 names none, or `null`.
    ObjectCreated objectCreated(String place, UnaryOperator<String> decoding) {
      return new ObjectCreated(
          required(bucket, place + ".bucket.name"),
          decoding.apply(required(key, place + ".object.key")),
          sizeBytes,
          Optional.ofNullable(versionId).filter(id -> !id.isEmpty() && !id.equals("null")),
          required(sequencer, place + ".object.sequencer"));
    }
  }

  /// One record of a notification, as its fields are met.
  static final class Notification {
    private final Fields object = new Fields();
    private @Nullable String eventVersion;
    private @Nullable String eventName;

    void field(String name, JsonParser json) throws IOException {
      switch (name) {
        case "eventVersion" -> eventVersion = JsonFields.text(json);
        case "eventName" -> eventName = JsonFields.text(json);
        case "s3" -> JsonFields.eachField(json, field -> object.field(field, json));
        default -> {}
      }
    }

    boolean isCreation() {
      String version = required(eventVersion, "eventVersion");
      if (!version.startsWith("2.")) {
        throw new UnreadableMessageException("an S3 event of another major version than 2");
      }
      return eventName().startsWith("ObjectCreated:");
    }

    String eventName() {
      return required(eventName, "eventName");
    }

    ObjectCreated objectCreated() {
      return object.objectCreated("s3", Notification::decoded);
    }

    /// By way of the single bytes, as the decoder puts U+FFFD where they are not UTF-8: another
    /// key.
    private static String decoded(String encodedKey) {
      try {
        ByteBuffer encoded =
            StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(encodedKey));
        String bytes =
            URLDecoder.decode(
                StandardCharsets.ISO_8859_1.decode(encoded).toString(),
                StandardCharsets.ISO_8859_1);
        return StandardCharsets.UTF_8
            .newDecoder()
            .decode(StandardCharsets.ISO_8859_1.encode(bytes))
            .toString();
      } catch (IllegalArgumentException | CharacterCodingException e) {
        throw new UnreadableMessageException("an S3 event whose key is not URL-encoded UTF-8", e);
      }
    }
  }
}
