package io.cdrwebhooks.infra;

import java.time.Duration;

/// Converts a duration to the CDK's type, in whole seconds.
final class CdkDuration {
  private CdkDuration() {}

  static software.amazon.awscdk.Duration of(Duration duration) {
    return software.amazon.awscdk.Duration.seconds(duration.toSeconds());
  }
}
