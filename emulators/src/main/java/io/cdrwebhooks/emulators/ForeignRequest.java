package io.cdrwebhooks.emulators;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Distinguishes requests that a page of another site makes a browser send to this machine from
/// those of programs and of our own pages.
///
/// The browser's `Host` header is the name that it resolved: after DNS rebinding it is the other
/// site's name. Its `Origin` header names the sending page, unless the page only links to the
/// address.
public enum ForeignRequest {
  /// Answered with 421: the host is not a name of this machine.
  HOST(421, "Misdirected Request"),
  /// Answered with 403: the page comes from another host than the one it sends to.
  ORIGIN(403, "Forbidden");

  /// The accepted hosts, with any port, since another port may lead to ours.
  private static final Pattern OWN_HOST =
      Pattern.compile("(?i)(127\\.0\\.0\\.1|localhost|\\[::1])(:[0-9]{1,5})?");

  private final int status;
  private final String reason;

  ForeignRequest(int status, String reason) {
    this.status = status;
    this.reason = reason;
  }

  /// Checks the headers of a request, each null if it is absent. Returns empty if the request is
  /// allowed.
  public static Optional<ForeignRequest> of(@Nullable String host, @Nullable String origin) {
    if (host == null || !OWN_HOST.matcher(host).matches()) {
      return Optional.of(HOST);
    }
    boolean own = origin == null || origin.equalsIgnoreCase("http://" + host);
    return own ? Optional.empty() : Optional.of(ORIGIN);
  }

  public int status() {
    return status;
  }

  public String reason() {
    return reason;
  }
}
