package io.cdrwebhooks.link;

import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.testing.Samples;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// The in-memory twin of the stored links.
public final class InMemoryDownloadLinks implements DownloadLinks {
  private final Map<TokenHash, DownloadLink> links = new ConcurrentHashMap<>();
  private final Map<TokenHash, Instant> revokedAt = new ConcurrentHashMap<>();
  private final Map<DeliveryId, FileReceipt> receipts = new ConcurrentHashMap<>();

  @Override
  public void issue(DownloadLink link) {
    DownloadLink standing = links.putIfAbsent(link.tokenHash(), link);
    if (standing != null && !standing.equals(link)) {
      throw new IllegalStateException("token hash must be unique");
    }
  }

  @Override
  public int revoke(DeliveryId delivery, Instant now) {
    return revoke(delivery, link -> true, now);
  }

  @Override
  public int revoke(DeliveryId delivery, IssuedBefore earlier, Instant now) {
    return revoke(delivery, link -> selects(earlier, link), now);
  }

  private static boolean selects(IssuedBefore earlier, DownloadLink link) {
    return link.issuedAt().isBefore(earlier.time())
        || (earlier.revision().isPresent()
            && link.issuedFor()
                .filter(issued -> issued.number() < earlier.revision().get().number())
                .isPresent());
  }

  private int revoke(DeliveryId delivery, Predicate<DownloadLink> selected, Instant now) {
    return (int)
        links.values().stream()
            .filter(link -> link.delivery().equals(delivery))
            .filter(link -> !link.revoked() && !now.isAfter(link.validUntil()))
            .filter(selected)
            .filter(link -> links.replace(link.tokenHash(), link, Samples.revoked(link)))
            .peek(link -> revokedAt.put(link.tokenHash(), now))
            .count();
  }

  @Override
  public List<IssuedLink> list(DeliveryId delivery, int limit) {
    return links.values().stream()
        .filter(link -> link.delivery().equals(delivery))
        .sorted(Comparator.comparing(DownloadLink::validUntil).reversed())
        .limit(limit)
        .map(
            link ->
                new IssuedLink(
                    IssuedLink.name(link.tokenHash()),
                    link.validUntil(),
                    link.revoked(),
                    Optional.ofNullable(revokedAt.get(link.tokenHash()))))
        .toList();
  }

  @Override
  public boolean record(FileReceipt receipt, DeliveryId delivery) {
    FileReceipt kept =
        receipts.merge(
            delivery, receipt, (last, next) -> last.sha256().equals(next.sha256()) ? last : next);
    return kept == receipt;
  }

  @Override
  public Optional<FileReceipt> receipt(DeliveryId delivery) {
    return Optional.ofNullable(receipts.get(delivery));
  }

  @Override
  public Optional<DownloadLink> find(TokenHash tokenHash) {
    return Optional.ofNullable(links.get(tokenHash));
  }
}
