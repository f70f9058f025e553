package io.cdrwebhooks.chaos;

import io.cdrwebhooks.chaos.world.Recipient;
import io.cdrwebhooks.chaos.world.Recipient.Part;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.report.TaskId;
import java.net.URI;
import java.util.UUID;

/// Receivers for tests; no server listens there.
final class Recipients {
  private Recipients() {}

  static Recipient of(Part part) {
    return new Recipient(
        part + "-1",
        part,
        new TaskId(part.ordinal() + 1),
        ConfigurationId.of(new UUID(1, part.ordinal())),
        new SignatureKey("a key for tests only"),
        URI.create("http://127.0.0.1:1/in"));
  }
}
