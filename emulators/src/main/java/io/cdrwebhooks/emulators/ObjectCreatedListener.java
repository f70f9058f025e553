package io.cdrwebhooks.emulators;

/// Receives every created object before the uploader gets its answer, on the thread of the upload.
@FunctionalInterface
public interface ObjectCreatedListener {

  /// An exception refuses the upload: the object is removed again and the uploader gets status 500.
  void objectCreated(ObjectCreated event);
}
