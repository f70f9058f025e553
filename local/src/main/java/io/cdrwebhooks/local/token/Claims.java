package io.cdrwebhooks.local.token;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a token whose signature holds says, value by value.
record Claims(Map<String, Object> values) {
  private static final Pattern SPACES = Pattern.compile("\\s+");

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
