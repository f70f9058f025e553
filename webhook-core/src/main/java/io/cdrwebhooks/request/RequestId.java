package io.cdrwebhooks.request;

import java.util.Optional;
import java.util.regex.Pattern;

/// The id that a receiver gives its request: `req_` and 32 hexadecimal digits, used once.
public record RequestId(String value) {
  private static final Pattern SHAPE = Pattern.compile("req_[0-9a-f]{32}");

  public RequestId {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a request id must be req_ and 32 hexadecimal digits: " + value);
    }
  }

  static Optional<RequestId> parse(String text) {
    return SHAPE.matcher(text).matches() ? Optional.of(new RequestId(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
