package io.cdrwebhooks.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.link.AccessToken;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class EventLogTest {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final Instant NOW = Instant.parse("2026-01-10T11:20:09.123Z");

  private final List<String> lines = new ArrayList<>();
  private final EventLog log = new EventLog(InstantSource.fixed(NOW), lines::add);

  @Test
  void eventIsOneLineOfJsonWithItsFieldsInTurn() {
    log.info("report.counted", "key", "reports/1/a.zip", "lines", 42L);
    log.warn("report.not-readable");
    assertThat(lines)
        .containsExactly(
            "{\"time\":\"2026-01-10T11:20:09.123Z\",\"level\":\"INFO\","
                + "\"event\":\"report.counted\",\"key\":\"reports/1/a.zip\",\"lines\":\"42\"}",
            "{\"time\":\"2026-01-10T11:20:09.123Z\",\"level\":\"WARN\","
                + "\"event\":\"report.not-readable\"}");
  }

  @Test
  void fieldWithoutValueIsRefused() {
    assertThatThrownBy(() -> log.info("report.counted", "key", "reports/1/a.zip", "lines"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a field must have a value: lines");
  }

  @Test
  void causeIsWrittenWithItsChainAndTheirOrigins() throws IOException {
    IOException original = new IOException("connection \"reset\"\nby peer");
    log.error("message.returned", new IllegalStateException("no answer", original), "id", 7);
    JsonNode line = onlyLine();
    assertThat(line.get("level").asText()).isEqualTo("ERROR");
    assertThat(line.get("id").asText()).isEqualTo("7");
    assertThat(line.get("cause")).hasSize(2);
    assertThat(line.get("cause").get(0).asText())
        .startsWith("java.lang.IllegalStateException: no answer at " + getClass().getName());
    assertThat(line.get("cause").get(1).asText())
        .startsWith("java.io.IOException: connection \"reset\"\nby peer at ");
  }

  @Test
  void framesOfOurOwnCodeAreWritten() throws IOException {
    log.error("failed", faultInsideTheJdk());
    JsonNode line = onlyLine();
    assertThat(line.at("/cause/0").asText()).contains(" at java.base/");
    assertThat(line.at("/at/0").asText()).contains("EventLogTest.faultInsideTheJdk(EventLogTest");
    assertThat(line.at("/at/1").asText()).contains("framesOfOurOwnCodeAreWritten");
    assertThat(line.get("at")).allMatch(frame -> frame.asText().contains("io.cdrwebhooks."));
  }

  private static RuntimeException faultInsideTheJdk() {
    try {
      throw new IllegalStateException(String.valueOf(Integer.parseInt("seven")));
    } catch (NumberFormatException e) {
      return e;
    }
  }

  @Test
  void causeWithoutTraceOrMessageIsWritten() throws IOException {
    Exception bare = new Exception();
    bare.setStackTrace(new StackTraceElement[0]);
    log.error("failed", bare);
    assertThat(onlyLine().get("cause").get(0).asText()).isEqualTo("java.lang.Exception");
  }

  @Test
  void endlessChainOfCausesEnds() throws IOException {
    Exception one = new Exception("one");
    Exception other = new Exception("other", one);
    one.initCause(other);
    log.error("failed", one);
    assertThat(onlyLine().get("cause")).hasSize(8);
  }

  @Property
  void valuesCannotBreakTheirLineOrField(
      @ForAll String event, @ForAll String value, @ForAll String message) throws IOException {
    lines.clear();
    String hostile = value + "\n\r\u0000\u001b[31m\"},{\\";
    log.error(event, new IOException(message), "value", hostile, "other", "x");
    JsonNode line = onlyLine();
    assertThat(lines.getFirst().chars().noneMatch(c -> c < 0x20)).isTrue();
    assertThat(line.size()).isEqualTo(7);
    assertThat(line.get("event").asText()).isEqualTo(event);
    assertThat(line.get("value").asText()).isEqualTo(hostile);
  }

  @Test
  void secretsShowAsRedactedAndNothingAsNull() throws IOException {
    AccessToken token = AccessToken.of(UUID.fromString("012e93de-1fae-4c6d-8067-c27c4cb9fd00"));
    SignatureKey key = new SignatureKey("k3yFromTheConfiguration");
    log.info("issued", "token", token, "key", key, "missing", null);
    assertThat(lines.getFirst()).doesNotContain("012e93de").doesNotContain("k3yFrom");
    assertThat(onlyLine().get("missing").asText()).isEqualTo("null");
  }

  private JsonNode onlyLine() throws IOException {
    assertThat(lines).hasSize(1);
    return JSON.readTree(lines.getFirst());
  }
}
