package io.cdrwebhooks.infra;

import java.time.Duration;

/// The CDK's own form of a duration, in whole seconds.
final class CdkDuration {
  private CdkDuration() {}

  static software.amazon.awscdk.Duration of(Duration duration) {
    return software.amazon.awscdk.Duration.seconds(duration.toSeconds());
  }
}
