package io.cdrwebhooks.infra.cdk;

import java.time.Duration;

/// Converts a duration to the CDK's type, in whole seconds.
public final class CdkDuration {
  private CdkDuration() {}

  public static software.amazon.awscdk.Duration of(Duration duration) {
    return software.amazon.awscdk.Duration.seconds(duration.toSeconds());
  }
}
