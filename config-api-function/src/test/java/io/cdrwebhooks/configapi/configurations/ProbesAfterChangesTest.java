package io.cdrwebhooks.configapi.configurations;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configapi.TestApi;
import io.cdrwebhooks.configuration.ReceiverHealth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tests which changes of a configuration probe its receiver.
class ProbesAfterChangesTest extends ChangedConfiguration {
  @Test
  void changedUrlProbesTheReceiverAtOnce() {
    assertThat(put("A", "https://other.example.com/", true).status()).isEqualTo(200);

    assertThat(api.workMessages.sent()).containsExactly(receiverTried());
  }

  @Test
  void changedNameAndLimitsDoNotProbeTheReceiver() {
    api.put(
        path, "*", "{\"name\":\"B\",\"url\":\"https://receiver.example/cdr\",\"maxInFlight\":1}");

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

    assertThat(putHeaders(after)).isEqualTo(isProbed);
    assertThat(api.stored(path).health()).isEqualTo(keepsFailures ? failing : ReceiverHealth.GOOD);
  }

  /// Returns whether the receiver is probed after the change.
  private boolean putHeaders(String headers) {
    int before = api.workMessages.sent().size();
    String body = TestApi.replacement("A").replaceFirst("\\{", "{\"requestHeaders\":[%s],");
    assertThat(api.put(path, "*", body.formatted(headers)).status()).isEqualTo(200);
    return api.workMessages.sent().size() > before;
  }

  @Test
  void refusedChangeDoesNotProbeTheReceiver() {
    api.configured("B");

    assertThat(put("B", "https://other.example.com/", true).status()).isEqualTo(409);

    assertThat(api.workMessages.sent()).isEmpty();
  }

  @Test
  void changedUrlOfADisabledConfigurationIsNotProbed() {
    assertThat(put("A", "https://other.example.com/", false).status()).isEqualTo(200);

    assertThat(api.workMessages.sent()).isEmpty();
  }
}
