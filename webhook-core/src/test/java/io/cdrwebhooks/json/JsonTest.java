package io.cdrwebhooks.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void fieldsAreWrittenInTheirOrder() {
    SequencedMap<String, Object> object = Json.object("b", 1, "a", Long.MAX_VALUE);
    object.put("c", true);

    assertThat(Json.write(object)).isEqualTo("{\"b\":1,\"a\":9223372036854775807,\"c\":true}");
  }

  @Test
  void objectsAndArraysMayBeNested() {
    assertThat(Json.write(Json.object("a", List.of(List.of(), Json.object(), "x"))))
        .isEqualTo("{\"a\":[[],{},\"x\"]}");
  }

  @Test
  void otherValuesAreWrittenAsText() {
    assertThat(Json.write(List.of(Instant.EPOCH, "line\n\"ü\"📞")))
        .isEqualTo("[\"1970-01-01T00:00:00Z\",\"line\\n\\\"ü\\\"📞\"]");
  }

  @Test
  void optionalIsItsValueOrNull() {
    assertThat(Json.write(Json.object("a", Optional.of(1), "b", Optional.empty())))
        .isEqualTo("{\"a\":1,\"b\":null}");
  }

  @Test
  void instantHasMilliseconds() {
    assertThat(Json.instant(Instant.EPOCH.plusNanos(1_999_999)))
        .isEqualTo("1970-01-01T00:00:00.001Z");
  }
}
