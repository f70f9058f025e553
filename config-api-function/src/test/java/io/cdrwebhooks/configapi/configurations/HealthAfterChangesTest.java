package io.cdrwebhooks.configapi.configurations;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configapi.Answer;
import io.cdrwebhooks.configapi.TestApi;
import io.cdrwebhooks.configuration.ReceiverHealth;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tests that the API shows the health of a receiver, and which changes reset it or probe the
/// receiver.
class HealthAfterChangesTest extends ChangedConfiguration {
  /// The service disabled the configuration, and operators have received the notice.
  private final ReceiverHealth gone =
      ReceiverHealth.disabled("It answered 410", start).with(Optional.empty());

  @Test
  void healthIsShown() {
    ReceiverHealth _ = noteFailing();
    assertThat(api.get(path).body().path("failingSince").asText())
        .isEqualTo("2026-03-01T09:59:00.000Z");

    api.note(path, false, gone);
    assertThat(api.get(path).body().path("disabledReason").asText()).isEqualTo("It answered 410");
    assertThat(api.get("/webhook-configurations").text())
        .contains("\"disabledReason\":\"It answered 410\"");
  }

  @Test
  void disabledReasonStaysUntilEnabling() {
    api.note(path, false, gone);

    assertThat(put("Renamed", false).body().path("disabledReason").asText())
        .isEqualTo("It answered 410");
    assertThat(enable().body().path("disabledReason").asText()).isEmpty();
    assertThat(api.stored(path).health()).isEqualTo(ReceiverHealth.GOOD);
    assertThat(disable().body().path("disabledReason").asText()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Renamed, https://receiver.example/cdr, true, false, true",
    "A, https://other.example.com/, true, true, false",
    "A, https://other.example.com/, false, false, false"
  })
  void changedUrlProbesAnEnabledReceiver(
      String name, String url, boolean enabled, boolean isProbed, boolean keepsFailures) {
    ReceiverHealth _ = noteFailing();

    Answer changed = put(name, url, enabled);

    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.body().path("failingSince").isNull()).isEqualTo(!keepsFailures);
    assertThat(api.workMessages.sent()).isEqualTo(isProbed ? List.of(receiverTried()) : List.of());
  }

  @Test
  void refusedChangeDoesNotProbeTheReceiver() {
    api.configured("B");

    assertThat(put("B", "https://other.example.com/", true).status()).isEqualTo(409);

    assertThat(api.workMessages.sent()).isEmpty();
  }

  /// The API cannot compare values with the stored ones: a PUT of each night must not keep a
  /// failing configuration from being disabled.
  @ParameterizedTest(name = "{0} to {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # headers before the change      | headers after it                 | probed | failures kept
          ''                               | {"name":"X-Key","value":"first"} | true   | false
          {"name":"X-Key","value":"first"} | {"name":"X-Key"}                 | false  | true
          {"name":"X-Key","value":"first"} | {"name":"x-key","value":"first"} | true   | true
          {"name":"X-Key","value":"first"} | {"name":"Other","value":"first"} | true   | false
          {"name":"Other","value":"first"} | ''                               | true   | false
          """)
  void changedHeadersProbeTheReceiver(
      String before, String after, boolean isProbed, boolean keepsFailures) {
    putHeaders(before);
    ReceiverHealth failing = noteFailing();
    int sent = api.workMessages.sent().size();

    putHeaders(after);

    assertThat(api.workMessages.sent().size() > sent).isEqualTo(isProbed);
    assertThat(api.stored(path).health()).isEqualTo(keepsFailures ? failing : ReceiverHealth.GOOD);
  }

  private void putHeaders(String headers) {
    String body = TestApi.replacement("A").replaceFirst("\\{", "{\"requestHeaders\":[%s],");
    assertThat(api.put(path, "*", body.formatted(headers)).status()).isEqualTo(200);
  }
}
