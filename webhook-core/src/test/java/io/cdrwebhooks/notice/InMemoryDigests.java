package io.cdrwebhooks.notice;

import io.cdrwebhooks.configuration.ConfigurationId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The in-memory twin of the digests.
public final class InMemoryDigests implements Digests {
  private final Map<ConfigurationId, Digest> digests = new HashMap<>();

  @Override
  public synchronized void add(Notice.OfDelivery notice, Instant now) {
    ConfigurationId id = notice.configuration();
    Digest was =
        find(id)
            .orElseGet(
                () -> new Digest(id, 0, 0, now, notice.delivery(), "", Digest.nextMoment(id, now)));
    boolean isFirst = was.failed() + was.unused() == 0;
    if (isFirst || !was.latest().equals(notice.delivery())) {
      long failed = was.failed() + (notice instanceof Notice.DeliveryFailed ? 1 : 0);
      long unused = was.unused() + (notice instanceof Notice.LinkUnused ? 1 : 0);
      digests.put(
          id,
          new Digest(
              id, failed, unused, was.since(), notice.delivery(), notice.reason(), was.dueAt()));
    }
  }

  @Override
  public synchronized Optional<Digest> find(ConfigurationId configuration) {
    return Optional.ofNullable(digests.get(configuration));
  }

  @Override
  public synchronized boolean postpone(Digest digest, Instant dueAt) {
    Optional<Digest> now = find(digest.configuration());
    now.filter(is -> is.dueAt().equals(digest.dueAt()))
        .ifPresent(is -> replace(is, is.failed(), is.unused(), is.since(), dueAt));
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
      if (failed + unused == 0) {
        digests.remove(sent.configuration());
      } else {
        replace(is, failed, unused, now, is.dueAt());
      }
    }
  }

  private void replace(Digest is, long failed, long unused, Instant since, Instant dueAt) {
    digests.put(
        is.configuration(),
        new Digest(is.configuration(), failed, unused, since, is.latest(), is.reason(), dueAt));
  }

  public synchronized List<Digest> all() {
    return List.copyOf(digests.values());
  }
}
