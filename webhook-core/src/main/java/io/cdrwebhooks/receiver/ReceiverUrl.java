package io.cdrwebhooks.receiver;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// The Full URL of a receiver: absolute, http or https, without user info and fragment.
///
/// [#refusal] applies the deployment's rules. The API calls it when a configuration is saved, and
/// dispatch calls it at every attempt, since the rules may have changed in between.
public record ReceiverUrl(URI uri) {
  /// An IPv4 address in which a number has a leading zero. Some parsers read such a number as
  /// octal: 0177.0.0.1 is 127.0.0.1 to them, and 177.0.0.1 to others. It may be the end of an
  /// address in brackets, whose groups may have leading zeros.
  private static final Pattern LEADING_ZERO =
      Pattern.compile("(?:[0-9]+\\.)*0[0-9]+(?:\\.[0-9]*)*|\\[.*(?::0[0-9]+\\.|\\.0[0-9]).*");

  public ReceiverUrl {
    Optional<String> fault = fault(uri);
    if (fault.isPresent()) {
      throw new IllegalArgumentException(fault.get());
    }
  }

  /// A receiver's URL, or the reason why the text is not one.
  public sealed interface Reading {
    record Read(ReceiverUrl url) implements Reading {}

    /// `reason` completes the sentence "the URL ...".
    record Invalid(String reason) implements Reading {}
  }

  /// Reads the text that a person typed. White space around the text is an error.
  public static Reading parse(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      return new Reading.Invalid(
          "is not a valid URI: " + e.getReason() + " at character " + (e.getIndex() + 1));
    }
    Optional<String> fault = fault(uri);
    // An earlier version may have stored a URL with leading zeros: its address is judged at each
    // attempt.
    if (fault.isEmpty() && LEADING_ZERO.matcher(uri.getHost()).matches()) {
      fault = Optional.of("must not write an address with leading zeros");
    }
    return fault
        .<Reading>map(Reading.Invalid::new)
        .orElseGet(() -> new Reading.Read(new ReceiverUrl(uri)));
  }

  /// Returns why this deployment refuses the URL, judged by the URL alone; empty if it is allowed.
  public Optional<String> refusal(ReceiverRules rules) {
    if (!isHttps() && !rules.httpAllowed()) {
      return Optional.of("must be https");
    }
    int port = port();
    boolean wellKnown = port == 443 || port == 8443 || (!isHttps() && port == 80);
    return wellKnown || port > 1023
        ? Optional.empty()
        : Optional.of("must use port 443, 8443 or one above 1023");
  }

  public boolean isHttps() {
    return uri.getScheme().equalsIgnoreCase("https");
  }

  /// Returns the host for name resolution: in lower case, without brackets and trailing dot.
  public String host() {
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    if (host.startsWith("[")) {
      return host.substring(1, host.length() - 1);
    }
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  public int port() {
    int given = uri.getPort();
    return given >= 0 ? given : isHttps() ? 443 : 80;
  }

  /// Returns whether both URLs lead to the same server: scheme, host and port.
  public boolean hasServerOf(ReceiverUrl other) {
    return isHttps() == other.isHttps() && host().equals(other.host()) && port() == other.port();
  }

  @Override
  public String toString() {
    return uri.toString();
  }

  private static Optional<String> fault(URI uri) {
    String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      return Optional.of("must begin with https://, or http:// if this deployment allows it");
    }
    if (uri.getRawUserInfo() != null || hasUserInfo(uri)) {
      return Optional.of("must not hold a user name or password");
    }
    if (uri.getHost() == null) {
      return Optional.of(
          uri.getRawAuthority() == null
              ? "must name a host"
              : "must name a host of letters, digits, hyphens and dots, and a port if any in digits");
    }
    if (uri.getHost().indexOf('%') >= 0) { // the zone after % is valid on one machine only
      return Optional.of("must not name a network interface (%...)");
    }
    if (uri.getRawFragment() != null) {
      return Optional.of("must not have a fragment (#...)");
    }
    OptionalInt port = uri.getPort() < 0 ? OptionalInt.empty() : OptionalInt.of(uri.getPort());
    return port.isPresent() && (port.getAsInt() < 1 || port.getAsInt() > 65_535)
        ? Optional.of("must have a port from 1 to 65535")
        : Optional.empty();
  }

  /// Checks the raw authority, because java.net.URI may fail to split an authority that contains
  /// credentials.
  private static boolean hasUserInfo(URI uri) {
    return uri.getRawAuthority() != null && uri.getRawAuthority().indexOf('@') >= 0;
  }
}
