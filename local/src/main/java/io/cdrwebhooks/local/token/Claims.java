package io.cdrwebhooks.local.token;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The claims of a token with a valid signature, by their names.
record Claims(Map<String, Object> values) {
  private static final Pattern SPACES = Pattern.compile("\\s+");

  /// Returns the scopes in `scope`, or otherwise in `scp`: words in one text, or a list.
  Set<String> scopes() {
    Object named =
        values.get("scope") == null ? values.getOrDefault("scp", "") : values.get("scope");
    return named instanceof Collection<?> all
        ? all.stream().map(String::valueOf).collect(Collectors.toSet())
        : SPACES.splitAsStream(named.toString()).collect(Collectors.toSet());
  }

  /// Returns the claims as API Gateway passes them to a function: every value is text, and a list
  /// looks like `[a b]`.
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

  /// Shows only the names: the values identify a person and must not reach a log.
  @Override
  public String toString() {
    return "Claims" + values.keySet();
  }
}
