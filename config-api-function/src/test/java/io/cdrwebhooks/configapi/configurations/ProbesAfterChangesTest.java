package io.cdrwebhooks.configapi.configurations;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configapi.TestApi;
import io.cdrwebhooks.configuration.ReceiverHealth;
import org.junit.jupiter.api.Test;

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
  @Test
  void valuesOfHeadersProbeTheReceiverButKeepItsFailures() {
    assertThat(api.put(path, "*", TestApi.replacement("A")).status()).as("its URL").isEqualTo(200);
    ReceiverHealth failing = noteFailing();
    assertThat(putHeaders("{\"name\":\"X-Key\",\"value\":\"first\"}")).isTrue();
    assertThat(api.stored(path).health()).as("a new header").isEqualTo(ReceiverHealth.GOOD);
    api.note(path, true, failing);

    assertThat(putHeaders("{\"name\":\"X-Key\"}")).as("kept").isFalse();
    assertThat(api.stored(path).health()).isEqualTo(failing);
    assertThat(putHeaders("{\"name\":\"x-key\",\"value\":\"first\"}")).isTrue();
    assertThat(api.stored(path).health()).isEqualTo(failing);
    assertThat(putHeaders("{\"name\":\"Other\",\"value\":\"first\"}")).isTrue();
    assertThat(api.stored(path).health()).as("another name").isEqualTo(ReceiverHealth.GOOD);
    api.note(path, true, failing);
    assertThat(putHeaders("")).isTrue();
    assertThat(api.stored(path).health()).as("removed").isEqualTo(ReceiverHealth.GOOD);
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
