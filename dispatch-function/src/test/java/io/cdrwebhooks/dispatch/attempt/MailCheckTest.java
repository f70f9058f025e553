package io.cdrwebhooks.dispatch.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.dispatch.DispatchSystem;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tests that a topic without a confirmed subscription is counted and logged.
class MailCheckTest {
  @AutoClose private final DispatchSystem system = new DispatchSystem();

  @ParameterizedTest
  @CsvSource({"notices, alarms, AlarmsUnconfirmed", "alarms, notices, NoticesUnconfirmed"})
  void topicWithoutAConfirmedSubscriptionIsCounted(
      String confirmed, String unconfirmed, String metric) throws IOException {
    system.confirmedTopics.add("arn:" + confirmed);

    check();

    assertThat(system.metrics)
        .singleElement()
        .asString()
        .contains("\"" + metric + "\":1")
        .containsOnlyOnce("Unconfirmed\":1");
    assertThat(system.log)
        .singleElement()
        .asString()
        .contains("\"event\":\"mail.unconfirmed\"", "\"topic\":\"arn:" + unconfirmed + "\"");
  }

  @Test
  void confirmedTopicsAreNotCounted() throws IOException {
    system.confirmedTopics.addAll(List.of("arn:alarms", "arn:notices"));

    check();

    assertThat(system.metrics).isEmpty();
    assertThat(system.log).isEmpty();
  }

  @Test
  void topicThatCannotBeAskedCountsAsUnconfirmed() throws IOException {
    system.refusedTopics.add("arn:alarms");

    check();

    assertThat(system.metrics)
        .singleElement()
        .asString()
        .contains("\"AlarmsUnconfirmed\":1", "\"NoticesUnconfirmed\":1");
    assertThat(system.log).first().asString().contains("\"event\":\"mail.not-checked\"");
  }

  private void check() throws IOException {
    system.invokeScheduled(
        "{\"work\":\"check-mail\",\"alarms\":\"arn:alarms\",\"notices\":\"arn:notices\"}");
  }
}
