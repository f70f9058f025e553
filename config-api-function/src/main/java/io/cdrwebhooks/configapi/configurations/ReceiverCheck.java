package io.cdrwebhooks.configapi.configurations;

import io.cdrwebhooks.receiver.ReceiverRules;
import io.cdrwebhooks.receiver.ReceiverUrl;
import io.cdrwebhooks.receiver.ReceiverVetting;
import io.cdrwebhooks.receiver.ReceiverVetting.Judgement;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/// Refuses settings that can never work: a receiver's URL if every attempt to it would be refused,
/// and links that no network would open.
///
/// `addresses` checks where the URL's host leads. It returns the reason for a refusal, or empty if
/// sending is allowed. It also returns empty if it cannot check at the moment: each attempt checks
/// again. `linksHideCallers` is whether a distribution is in front of download links: the function
/// then sees an address of CloudFront instead of the receiver's.
public record ReceiverCheck(
    ReceiverRules rules,
    Function<ReceiverUrl, Optional<String>> addresses,
    boolean linksHideCallers) {
  /// Creates a check that also looks up the host; `vetting` must have the same rules.
  public static ReceiverCheck of(
      ReceiverRules rules, ReceiverVetting vetting, boolean linksHideCallers) {
    return new ReceiverCheck(rules, url -> refusal(vetting, url), linksHideCallers);
  }

  /// Returns a check that does not look up the host of `known` again. A configuration whose
  /// receiver has moved to a refused address can still be disabled.
  ReceiverCheck withKnown(ReceiverUrl known) {
    return new ReceiverCheck(
        rules,
        url -> url.equals(known) ? Optional.empty() : addresses.apply(url),
        linksHideCallers);
  }

  Optional<String> refusal(ReceiverUrl url) {
    return url.refusal(rules).or(() -> addresses.apply(url));
  }

  private static Optional<String> refusal(ReceiverVetting vetting, ReceiverUrl url) {
    try {
      return switch (vetting.vet(url, ReceiverVetting.STANDARD_LIMIT)) {
        case Judgement.Refused(String reason) -> Optional.of(reason);
        case Judgement.Allowed _, Judgement.Unresolved _ -> Optional.empty();
      };
    } catch (RejectedExecutionException _) {
      // Too many look-ups run in this process, so it accepts the host. Every attempt checks the
      // address again.
      return Optional.empty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
