package io.cdrwebhooks.configapi.attention;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.http.Answers;

/// A number of deliveries. If `more` is true, there may be more than this number.
record Count(int number, boolean more) {
  static final Count NONE = new Count(0, false);

  Count plus(Count other) {
    return new Count(number + other.number, more || other.more);
  }

  ObjectNode json() {
    return Answers.object().put("count", number).put("more", more);
  }
}
