package io.cdrwebhooks.notice;

import io.cdrwebhooks.configuration.ConfigurationId;
import java.time.Instant;
import java.util.Optional;

/// The stored digests, which people get by mail, one for each configuration that has something to
/// count. Also the permits that keep mails below the rate that SNS allows.
public interface Digests {
  /// Adds a notice to its configuration's digest, and starts one if there is none. A notice of the
  /// delivery that was added last changes nothing, because it is a repeat.
  void add(Notice.OfDelivery notice, Instant now);

  /// Adds a notice that could not be mailed at once to its configuration's digest, and starts one
  /// if there is none. The digest counts it, and shows its text unless it is about a task and the
  /// digest has a warning already.
  void add(Notice.OfConfiguration notice, Instant now);

  /// Takes the permit to mail a notice at `now`. Returns false if the topics together have mailed
  /// [MailTopic#mostInASecond] in this second.
  boolean takePermit(MailTopic topic, Instant now);

  /// Takes the permit to mail a notice about a change at `now`. Returns false if `most` such
  /// notices were mailed in this minute. Other mails need no such permit, so an outage cannot hide
  /// a change.
  boolean takePermitOfChanges(int most, Instant now);

  /// Finds the digest of a configuration, with a consistent read.
  Optional<Digest> find(ConfigurationId configuration);

  /// Makes a digest due at another time. Returns false and changes nothing if its stored due time
  /// differs from that of `digest`.
  boolean postpone(Digest digest, Instant dueAt);

  /// Subtracts the counts of `sent`. Notices that were added since `sent` was read stay counted,
  /// from `now` on. A repeat changes nothing.
  void remove(Digest sent, Instant now);
}
