package io.cdrwebhooks.emulators;

/// Receives every created object before the uploader gets its answer, on the thread of the upload.
@FunctionalInterface
public interface ObjectCreatedListener {

  /// Handles the event. If it throws, the upload is refused: the object is removed again and the
  /// uploader gets status 500.
  void objectCreated(BucketEvent event);
}
