package io.cdrwebhooks.configapi.configurations;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.ReceiverHealth;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Tests that the API shows the health of a receiver, and which changes reset it.
class HealthAfterChangesTest extends ChangedConfiguration {
  /// The system disabled the configuration, and operators have received the notice.
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
    assertThat(disable().body().path("disabledReason").asText()).isEmpty();
  }

  @Test
  void changedNameKeepsHealth() {
    ReceiverHealth failing = noteFailing();

    assertThat(put("Renamed", true).body().path("failingSince").isNull()).isFalse();
    assertThat(api.stored(path).health()).isEqualTo(failing);
  }

  @Test
  void changedUrlResetsHealth() {
    ReceiverHealth _ = noteFailing();

    assertThat(put("A", "https://other.example.com/", true).body().path("failingSince").isNull())
        .isTrue();
    assertThat(api.stored(path).health()).isEqualTo(ReceiverHealth.GOOD);
  }

  @Test
  void enablingResetsHealth() {
    api.note(path, false, gone);

    assertThat(enable().status()).isEqualTo(200);
    assertThat(api.stored(path).health()).isEqualTo(ReceiverHealth.GOOD);
  }
}
