package io.cdrwebhooks.local.token;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a token whose signature holds says, value by value.
record Claims(Map<String, Object> values) {
  private static final double FARTHEST_SECOND = 1L << 40;
  private static final Pattern SPACES = Pattern.compile("\\s+");

  boolean isFrom(String issuer) {
    return issuer.equals(values.get("iss"));
  }

  /// `client_id` counts only where there is no `aud`.
  boolean isFor(String audience) {
    Object named =
        values.get("aud") == null ? values.getOrDefault("client_id", List.of()) : values.get("aud");
    return named instanceof Collection<?> all ? all.contains(audience) : named.equals(audience);
  }

  /// An instant in seconds since 1970 (a NumericDate of RFC 7519, which may have a fraction); empty
  /// if the claim is not there.
  ///
  /// @throws IllegalArgumentException if it is no such number
  Optional<Instant> instant(String name) {
    Object value = values.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!(value instanceof Number seconds) || Math.abs(seconds.doubleValue()) > FARTHEST_SECOND) {
      throw new IllegalArgumentException("not an instant");
    }
    return Optional.of(Instant.ofEpochSecond(seconds.longValue()));
  }

  /// Of `scope`, or else of `scp`: words in one text, or a list.
  Set<String> scopes() {
    Object named =
        values.get("scope") == null ? values.getOrDefault("scp", "") : values.get("scope");
    return named instanceof Collection<?> all
        ? all.stream().map(String::valueOf).collect(Collectors.toSet())
        : SPACES.splitAsStream(named.toString()).collect(Collectors.toSet());
  }

  /// As API Gateway hands claims to a function: every value as text, a list as `[a b]`.
  Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    values.forEach((name, value) -> texts.put(name, text(value)));
    return texts;
  }

  @SuppressWarnings("unchecked") // names in JSON are text
  private static String text(@Nullable Object value) {
    return switch (value) {
      case Collection<?> list ->
          list.stream().map(Claims::text).collect(Collectors.joining(" ", "[", "]"));
      case Map<?, ?> object -> JSONObjectUtils.toJSONString((Map<String, Object>) object);
      case null, default -> String.valueOf(value);
    };
  }

  /// Names only: the values identify a person and must not reach a log.
  @Override
  public String toString() {
    return "Claims" + values.keySet();
  }
}
