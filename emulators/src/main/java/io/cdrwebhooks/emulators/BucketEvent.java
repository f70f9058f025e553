package io.cdrwebhooks.emulators;

import org.jspecify.annotations.Nullable;

/// The event of a created object: the content of one S3 event before it becomes JSON.
///
/// `eventName` is as in the event: `ObjectCreated:Put` and so on. `key` is plain, not URL-encoded.
/// `eTag` has no quotes. `versionId` is null in a bucket without versioning. `sequencer` is
/// upper-case hexadecimal of a fixed length and increases with every event of the emulator, also
/// over restarts.
public record BucketEvent(
    String eventName,
    String bucket,
    String key,
    long sizeBytes,
    String eTag,
    @Nullable String versionId,
    String sequencer) {}
