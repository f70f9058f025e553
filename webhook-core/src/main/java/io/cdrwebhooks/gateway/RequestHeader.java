package io.cdrwebhooks.gateway;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A header that every request of a configuration has, for the gateway in front of its receiver.
///
/// The name is a token (RFC 9110, 5.6.2) of at most 100 characters, and not one that this system or
/// its HTTP client sets. The value has 1 to 1,000 visible characters of ASCII, with spaces only
/// inside: so it can neither end the header nor begin another. It is a secret: `toString` and
/// errors do not show it.
public record RequestHeader(String name, String value) {
  public static final int MAX_NAME = 100;
  public static final int MAX_VALUE = 1_000;

  /// The rule for values.
  public static final String VALUE_RULE =
      "must have 1 to 1,000 visible characters of ASCII, and spaces only between them";

  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");
  private static final Pattern VISIBLE = Pattern.compile("[!-~]([ -~]*[!-~])?");

  /// Names of headers that concern one connection (RFC 9110, 7.6.1), or that the HTTP client sets.
  private static final Set<String> CONNECTION_HEADERS =
      Set.of(
          "connection",
          "date",
          "expect",
          "host",
          "http2-settings",
          "keep-alive",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "user-agent");

  /// Prefixes of names that are reserved for the body, a proxy, or this system.
  private static final List<String> RESERVED = List.of("content-", "proxy-", "webhook-", "x-cdr-");

  /// @throws IllegalArgumentException naming the rule, without the value
  public RequestHeader {
    if (!isToken(name) || isReserved(name)) {
      throw new IllegalArgumentException("header name must be a token and not reserved: " + name);
    }
    if (!isValue(value)) {
      throw new IllegalArgumentException("value of " + name + " " + VALUE_RULE);
    }
  }

  public static boolean isToken(String name) {
    return TOKEN.matcher(name).matches();
  }

  /// Returns whether this system sets the header, or could in a later version.
  public static boolean isReserved(String name) {
    String form = uniqueForm(name);
    return CONNECTION_HEADERS.contains(form) || RESERVED.stream().anyMatch(form::startsWith);
  }

  public static boolean isValue(String value) {
    return value.length() <= MAX_VALUE && VISIBLE.matcher(value).matches();
  }

  /// Returns the form in which names are unique: case does not count (RFC 9110, 5.1), and `_`
  /// counts as `-`, since servers that pass headers as variables make the same of both (RFC 3875,
  /// 4.1.18).
  public static String uniqueForm(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Returns the texts to remove from a receiver's answer: the value, and its words, since a
  /// gateway may show `abc-123` of `Bearer abc-123`. A value of less than four characters, and a
  /// word of less than eight, is not removed.
  public List<String> secrets() {
    Stream<String> words = Stream.of(value.split(" +")).filter(word -> word.length() >= 8);
    return Stream.concat(Stream.of(value).filter(all -> all.length() >= 4), words)
        .distinct()
        .toList();
  }

  @Override
  public String toString() {
    return "RequestHeader[name=" + name + "]";
  }
}
