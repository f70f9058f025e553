package io.cdrwebhooks.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.testing.Samples;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What every store of download links keeps to.
public interface DownloadLinksContract {
  DownloadLinks links();

  @Test
  default void issuedLinkIsFoundAsItWas() {
    DownloadLink link = Samples.link();
    links().issue(link);
    assertThat(links().find(link.tokenHash())).contains(link);
  }

  @Test
  default void linkToAnUnversionedReportIsFoundAsItWas() {
    DownloadLink versioned = Samples.link();
    ReportVersion report =
        new ReportVersion(versioned.report().bucket(), versioned.report().key(), Optional.empty());
    DownloadLink link =
        new DownloadLink(
            versioned.tokenHash(), versioned.delivery(), report, versioned.validUntil(), false);
    links().issue(link);
    assertThat(links().find(link.tokenHash())).contains(link);
  }

  @Test
  default void revokedAndExpiredLinksAreFound() {
    DownloadLink link = Samples.link();
    DownloadLink revoked =
        new DownloadLink(
            link.tokenHash(),
            link.delivery(),
            link.report(),
            link.validUntil().minusSeconds(86_400),
            true);
    links().issue(revoked);
    assertThat(links().find(link.tokenHash())).contains(revoked);
  }

  @Test
  default void unknownHashFindsNothing() {
    assertThat(links().find(Samples.token().hash())).isEmpty();
  }

  @Test
  default void takenHashIsAFaultAndTheFirstLinkStays() {
    DownloadLink first = Samples.link();
    links().issue(first);
    DownloadLink other = Samples.link();
    DownloadLink second =
        new DownloadLink(
            first.tokenHash(), other.delivery(), other.report(), other.validUntil(), false);
    assertThatThrownBy(() -> links().issue(second))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageNotContaining(first.tokenHash().hex());
    assertThat(links().find(first.tokenHash())).contains(first);
  }

  @Test
  default void sameLinkMayBeIssuedAgain() {
    DownloadLink link = Samples.link();
    links().issue(link);
    links().issue(link);
    assertThat(links().find(link.tokenHash())).contains(link);
  }
}
