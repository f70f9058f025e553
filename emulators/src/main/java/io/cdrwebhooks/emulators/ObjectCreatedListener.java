package io.cdrwebhooks.emulators;

/// Receives every created object before the uploader gets its answer, on the thread of the upload.
@FunctionalInterface
public interface ObjectCreatedListener {

  /// Handles the event. If it throws, the upload fails, although the object stays.
  void objectCreated(BucketEvent event);
}
