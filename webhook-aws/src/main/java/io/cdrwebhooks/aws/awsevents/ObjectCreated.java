package io.cdrwebhooks.aws.awsevents;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One object that S3 says was created. `key` is as the object store has it, no longer URL-encoded.
///
/// `versionId` is empty where the bucket keeps no versions. `sequencer` tells the order of events
/// of one key.
public record ObjectCreated(
    String bucket, String key, long sizeBytes, Optional<String> versionId, String sequencer) {

  /// The version that an event names; in a bucket without versions it names none, or `null`.
  static Optional<String> version(@Nullable String id) {
    return Optional.ofNullable(id).filter(named -> !named.isEmpty() && !named.equals("null"));
  }

  static String required(@Nullable String value, String name) {
    if (value == null || value.isEmpty()) {
      throw new UnreadableMessageException("an S3 event without " + name);
    }
    return value;
  }

  /// The fields of one S3 event record, as they are met.
  static final class Fields {
    private @Nullable String eventVersion;
    private @Nullable String eventName;
    private @Nullable String bucket;
    private @Nullable String encodedKey;
    private @Nullable String versionId;
    private @Nullable String sequencer;
    private long sizeBytes;

    void event(String name, JsonParser json) throws IOException {
      switch (name) {
        case "eventVersion" -> eventVersion = JsonFields.text(json);
        case "eventName" -> eventName = JsonFields.text(json);
        case "s3" -> JsonFields.eachField(json, field -> s3(field, json));
        default -> {}
      }
    }

    private void s3(String name, JsonParser json) throws IOException {
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
        case "key" -> encodedKey = JsonFields.text(json);
        case "size" -> sizeBytes = JsonFields.wholeNumber(json);
        case "versionId" -> versionId = JsonFields.text(json);
        case "sequencer" -> sequencer = JsonFields.text(json);
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
      return new ObjectCreated(
          required(bucket, "s3.bucket.name"),
          decoded(required(encodedKey, "s3.object.key")),
          sizeBytes,
          version(versionId),
          required(sequencer, "s3.object.sequencer"));
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
