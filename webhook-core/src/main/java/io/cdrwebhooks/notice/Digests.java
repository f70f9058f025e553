package io.cdrwebhooks.notice;

import io.cdrwebhooks.configuration.ConfigurationId;
import java.time.Instant;
import java.util.Optional;

/// The stored digests: one for each configuration that has something to count.
public interface Digests {
  /// Adds a notice to its configuration's digest, and starts one if there is none. A notice of the
  /// delivery that was added last changes nothing, because it is a repeat.
  void add(Notice.OfDelivery notice, Instant now);

  /// Finds the digest of a configuration, with a consistent read.
  Optional<Digest> find(ConfigurationId configuration);

  /// Makes a digest due at another time. Returns false and changes nothing if its stored due time
  /// differs from that of `digest`.
  boolean postpone(Digest digest, Instant dueAt);

  /// Subtracts the counts of `sent`. Notices that were added since `sent` was read stay counted,
  /// from `now` on. A repeat changes nothing.
  void remove(Digest sent, Instant now);
}
