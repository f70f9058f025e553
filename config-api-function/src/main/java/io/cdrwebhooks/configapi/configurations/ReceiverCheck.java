package io.cdrwebhooks.configapi.configurations;

import io.cdrwebhooks.receiver.ReceiverRules;
import io.cdrwebhooks.receiver.ReceiverUrl;
import io.cdrwebhooks.receiver.ReceiverVetting;
import io.cdrwebhooks.receiver.ReceiverVetting.Judgement;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/// Says early what every attempt would be refused for: a URL that the deployment does not send to.
///
/// `addresses` looks at where the URL's host leads: the reason why nothing is sent there, empty
/// when it may be, and also when that cannot be told at the moment: each attempt looks again.
public record ReceiverCheck(
    ReceiverRules rules, Function<ReceiverUrl, Optional<String>> addresses) {
  /// Looks the host up too; `vetting` has the same rules.
  public static ReceiverCheck of(ReceiverRules rules, ReceiverVetting vetting) {
    return new ReceiverCheck(rules, url -> refusal(vetting, url));
  }

  /// The same, which takes a URL that was checked before as it is: a configuration whose receiver
  /// has moved to a refused address can still be disabled.
  ReceiverCheck withKnown(ReceiverUrl known) {
    return new ReceiverCheck(
        rules, url -> url.equals(known) ? Optional.empty() : addresses.apply(url));
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
      // A limit of this process; every attempt vets the address again.
      return Optional.empty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
