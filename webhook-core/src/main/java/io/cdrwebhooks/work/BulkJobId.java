package io.cdrwebhooks.work;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.hash.Sha256;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// The id of a job over many deliveries: `job_` and 32 hexadecimal digits. Some kinds of jobs have
/// another prefix: `daily_` and the digits of the configuration's id for statements, `notice_` for
/// a notice to a receiver, `revoke_` for the revocation of a configuration's links. A version that
/// does not know these jobs leaves them alone.
public record BulkJobId(String value) {
  /// The beginning of most ids: recoveries, releases, ends of configurations.
  public static final String PLAIN = "job_";

  private static final Pattern SHAPE = Pattern.compile("(job|daily|notice|revoke)_[0-9a-f]{32}");

  public BulkJobId {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a job id must be job_, daily_, notice_ or revoke_ and 32 hexadecimal digits: " + value);
    }
  }

  public static BulkJobId of(UUID id) {
    return new BulkJobId(PLAIN + id.toString().replace("-", ""));
  }

  /// Returns the id of a job that revokes the links of a configuration.
  public static BulkJobId ofRevocation(UUID id) {
    return new BulkJobId("revoke_" + id.toString().replace("-", ""));
  }

  /// Returns the id of the only job that makes the statements of a configuration.
  public static BulkJobId ofStatements(ConfigurationId configuration) {
    return new BulkJobId("daily_" + configuration.value().substring("cfg_".length()));
  }

  /// Returns the id of the only job that sends the notice about `event`, a text that identifies the
  /// event.
  public static BulkJobId ofNotice(String event) {
    return new BulkJobId("notice_" + Sha256.hex(event).substring(0, 32));
  }

  public static Optional<BulkJobId> parse(String text) {
    return SHAPE.matcher(text).matches() ? Optional.of(new BulkJobId(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
