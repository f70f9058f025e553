package io.cdrwebhooks.notice;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The in-memory twin of the digests and permits.
public final class InMemoryDigests implements Digests {
  private final Map<ConfigurationId, Digest> digests = new HashMap<>();
  private final Map<String, Integer> mailed = new HashMap<>();

  /// The deliveries that were added last.
  private final Map<ConfigurationId, DeliveryId> added = new HashMap<>();

  @Override
  public synchronized void add(Notice.OfDelivery notice, Instant now) {
    ConfigurationId id = notice.configuration();
    boolean isNew = !digests.containsKey(id);
    Digest was = orBegun(id, notice.delivery(), now);
    if (isNew || !notice.delivery().equals(added.get(id))) {
      long failed = was.failed() + (notice instanceof Notice.DeliveryFailed ? 1 : 0);
      long unused = was.unused() + (notice instanceof Notice.LinkUnused ? 1 : 0);
      added.put(id, notice.delivery());
      digests.put(
          id,
          new Digest(
              id,
              failed,
              unused,
              was.warnings(),
              was.warning(),
              was.since(),
              notice.delivery(),
              notice.reason(),
              was.dueAt()));
    }
  }

  @Override
  public synchronized void add(Notice.OfConfiguration notice, Instant now) {
    ConfigurationId id = notice.configuration();
    if (!digests.containsKey(id)) {
      added.remove(id);
    }
    Digest was = orBegun(id, notice.delivery(), now);
    boolean shown = notice.isAboutTheConfiguration() || was.warnings() == 0;
    digests.put(
        id,
        new Digest(
            id,
            was.failed(),
            was.unused(),
            was.warnings() + 1,
            shown ? notice.warning() : was.warning(),
            was.since(),
            was.latest(),
            was.reason().isEmpty() ? notice.warning() : was.reason(),
            was.dueAt()));
  }

  private Digest orBegun(ConfigurationId id, DeliveryId delivery, Instant now) {
    return find(id)
        .orElseGet(
            () -> new Digest(id, 0, 0, 0, "", now, delivery, "", Digest.nextSendTime(id, now)));
  }

  @Override
  public synchronized boolean takePermit(MailTopic topic, Instant now) {
    return takePermit("second " + now.getEpochSecond(), topic.mostInASecond());
  }

  @Override
  public synchronized boolean takePermitOfChanges(int most, Instant now) {
    return takePermit("minute " + now.getEpochSecond() / 60, most);
  }

  private boolean takePermit(String span, int most) {
    if (mailed.getOrDefault(span, 0) >= most) {
      return false;
    }
    mailed.merge(span, 1, Integer::sum);
    return true;
  }

  @Override
  public synchronized Optional<Digest> find(ConfigurationId configuration) {
    return Optional.ofNullable(digests.get(configuration));
  }

  @Override
  public synchronized boolean postpone(Digest digest, Instant dueAt) {
    Optional<Digest> now = find(digest.configuration());
    now.filter(is -> is.dueAt().equals(digest.dueAt()))
        .ifPresent(
            is ->
                replace(
                    is, new long[] {is.failed(), is.unused(), is.warnings()}, is.since(), dueAt));
    return now.filter(is -> is.dueAt().equals(digest.dueAt())).isPresent();
  }

  @Override
  public synchronized void remove(Digest sent, Instant now) {
    Optional<Digest> same =
        find(sent.configuration()).filter(is -> is.since().equals(sent.since()));
    if (same.isPresent()) {
      Digest is = same.get();
      long failed = is.failed() - sent.failed();
      long unused = is.unused() - sent.unused();
      long warnings = is.warnings() - sent.warnings();
      if (failed + unused + warnings == 0) {
        digests.remove(sent.configuration());
      } else {
        replace(is, new long[] {failed, unused, warnings}, now, is.dueAt());
      }
    }
  }

  private void replace(Digest is, long[] counts, Instant since, Instant dueAt) {
    digests.put(
        is.configuration(),
        new Digest(
            is.configuration(),
            counts[0],
            counts[1],
            counts[2],
            is.warning(),
            since,
            is.latest(),
            is.reason(),
            dueAt));
  }

  public synchronized List<Digest> all() {
    return List.copyOf(digests.values());
  }
}
