package io.cdrwebhooks.downloadlink;

import io.cdrwebhooks.aws.s3.S3PresignedUrls;
import io.cdrwebhooks.link.AccessToken;
import io.cdrwebhooks.link.DownloadLink;
import io.cdrwebhooks.link.DownloadLinks;
import io.cdrwebhooks.link.LinkCheck;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Finds out where a token leads: the rules of the download link, without HTTP.
final class Redirects {
  /// How long the URL of a report lives, unless its link ends before.
  static final Duration LONGEST_LIFE = Duration.ofMinutes(5);

  private static final Duration SHORTEST_LIFE = Duration.ofSeconds(1);

  private final DownloadLinks links;
  private final S3PresignedUrls urls;

  Redirects(DownloadLinks links, S3PresignedUrls urls) {
    this.links = links;
    this.urls = urls;
  }

  /// Any text is hashed and looked up, so that a malformed token takes as long as an unknown one.
  LinkCheck check(String token, Instant now) {
    return LinkCheck.of(links.find(AccessToken.hash(token)), now);
  }

  URI forGet(DownloadLink link, Instant now) {
    return urls.forGet(link.report(), life(link, now));
  }

  URI forHead(DownloadLink link, Instant now) {
    return urls.forHead(link.report(), life(link, now));
  }

  /// Whole seconds, cut off: a URL counts its life from the second in which it is signed, and so
  /// ends by `validUntil`. Only at `validUntil` itself there is no second left, and it gets one.
  private static Duration life(DownloadLink link, Instant now) {
    Instant signedAt = now.truncatedTo(ChronoUnit.SECONDS);
    Duration left = Duration.between(signedAt, link.validUntil());
    if (left.compareTo(LONGEST_LIFE) > 0) {
      return LONGEST_LIFE;
    }
    return left.compareTo(SHORTEST_LIFE) < 0 ? SHORTEST_LIFE : left;
  }
}
