package io.cdrwebhooks.local;

import io.cdrwebhooks.receiver.ReceiverRules;
import java.nio.file.Path;
import java.util.Optional;

/// What the local system is started with. A port of 0 takes a free one; without a data directory
/// everything is kept in memory and gone at the end. `receiverRules` say which receivers may be
/// called: plain http and loopback too ([ReceiverRules#LOCAL]), or as in a deployment.
public record LocalSettings(
    Ports ports,
    Optional<Path> dataDirectory,
    LocalSecrets secrets,
    LocalQueues queues,
    ReceiverRules receiverRules) {
  /// Where the exporter uploads.
  public static final String BUCKET = "cdr-reports";

  /// Where the API and the object store listen.
  public record Ports(int api, int s3) {
    /// Free ones, whichever they are.
    public static final Ports FREE = new Ports(0, 0);
  }

  /// As the commands that measure and show start it: receivers may be on this machine.
  public static LocalSettings onFreePorts(LocalSecrets secrets, Optional<Path> directory) {
    return new LocalSettings(
        Ports.FREE, directory, secrets, LocalQueues.STANDARD, ReceiverRules.LOCAL);
  }

  /// Where one kind of data is kept; empty when it is in memory.
  Optional<Path> directory(String name) {
    return dataDirectory.map(directory -> directory.resolve(name));
  }

  /// Whether this can be listened on; 0 stands for a free one.
  static boolean isPort(int number) {
    return number >= 0 && number <= 65_535;
  }
}
