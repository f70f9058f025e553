package io.cdrwebhooks.local;

import io.cdrwebhooks.receiver.ReceiverRules;
import java.nio.file.Path;
import java.util.Optional;

/// The settings of the local system. A port of 0 selects a free one. Without a data directory
/// everything is kept in memory and lost at the end. `receiverRules` decide which receivers may be
/// called: plain http and loopback too ([ReceiverRules#LOCAL]), or the same as in a deployment.
public record LocalSettings(
    Ports ports,
    Optional<Path> dataDirectory,
    LocalSecrets secrets,
    LocalQueues queues,
    ReceiverRules receiverRules) {
  /// The bucket to which the exporter uploads.
  public static final String BUCKET = "cdr-reports";

  /// The ports on which the API and the object store listen.
  public record Ports(int api, int s3) {
    /// Any free ports.
    public static final Ports FREE = new Ports(0, 0);
  }

  /// Returns the settings of demos and measurements: receivers may be on this machine.
  public static LocalSettings onFreePorts(LocalSecrets secrets, Optional<Path> directory) {
    return new LocalSettings(
        Ports.FREE, directory, secrets, LocalQueues.STANDARD, ReceiverRules.LOCAL);
  }

  /// Returns the directory of one kind of data; empty when the data is in memory.
  Optional<Path> directory(String name) {
    return dataDirectory.map(directory -> directory.resolve(name));
  }
}
