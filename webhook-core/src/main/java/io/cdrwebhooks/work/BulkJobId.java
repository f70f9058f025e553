package io.cdrwebhooks.work;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// The id of a job over many deliveries: `job_` and 32 hexadecimal digits.
public record BulkJobId(String value) {
  private static final Pattern SHAPE = Pattern.compile("job_[0-9a-f]{32}");

  public BulkJobId {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a job id must be job_ and 32 hexadecimal digits: " + value);
    }
  }

  public static BulkJobId of(UUID id) {
    return new BulkJobId("job_" + id.toString().replace("-", ""));
  }

  public static Optional<BulkJobId> parse(String text) {
    return SHAPE.matcher(text).matches() ? Optional.of(new BulkJobId(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
