package io.cdrwebhooks.receiver;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The deployment's rules for receivers, in addition to the standard one: https on the public
/// internet.
///
/// Plain http and loopback are off in production; the local system allows both. `refusedBlocks` are
/// refused in addition to all addresses that are not public, even with loopback on. They are public
/// addresses that lead into the deployment's network.
///
/// `allowedHosts` are the only hosts that may receive webhooks; if it is empty, every host may. An
/// entry is a name, or `*.` and the end of names: `*.example.com` allows `a.example.com` and
/// `b.a.example.com`, but not `example.com`. Case does not matter.
public record ReceiverRules(
    boolean httpAllowed,
    boolean loopbackAllowed,
    List<AddressBlock> refusedBlocks,
    List<String> allowedHosts) {
  public static final ReceiverRules PRODUCTION = new ReceiverRules(false, false, List.of());
  public static final ReceiverRules LOCAL = new ReceiverRules(true, true, List.of());

  /// A name, or the end of names. An end has at least two labels, since `*.com` would allow half
  /// the internet.
  private static final Pattern HOST =
      Pattern.compile("(?:\\*\\.(?=[^.]+\\.))?[a-z0-9-]+(?:\\.[a-z0-9-]+)*");

  public ReceiverRules {
    refusedBlocks = List.copyOf(refusedBlocks);
    allowedHosts = allowedHosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
    for (String host : allowedHosts) {
      if (!HOST.matcher(host).matches()) {
        throw new IllegalArgumentException(
            "an allowed host must be a name, or *. and the end of names with two labels or more,"
                + " such as *.example.com: "
                + host);
      }
    }
  }

  /// Creates rules that allow every host.
  public ReceiverRules(
      boolean httpAllowed, boolean loopbackAllowed, List<AddressBlock> refusedBlocks) {
    this(httpAllowed, loopbackAllowed, refusedBlocks, List.of());
  }

  /// Reads hosts separated by commas; empty text means none.
  public static List<String> hosts(String text) {
    return text.isBlank() ? List.of() : Stream.of(text.split(",", -1)).map(String::strip).toList();
  }

  /// Returns why no receiver may have this host, given in the form of [ReceiverUrl#host]; empty if
  /// it is allowed.
  Optional<String> refusal(String host) {
    boolean allowed =
        allowedHosts.isEmpty()
            || allowedHosts.stream()
                .anyMatch(
                    each ->
                        each.startsWith("*.")
                            ? host.endsWith(each.substring(1))
                            : host.equals(each));
    return allowed
        ? Optional.empty()
        : Optional.of("the host " + host + " is not in the deployment's allowedReceiverHosts");
  }
}
