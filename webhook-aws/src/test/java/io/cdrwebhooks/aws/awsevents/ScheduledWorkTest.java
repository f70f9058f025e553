package io.cdrwebhooks.aws.awsevents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduledWorkTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "'{\"work\":\"sweep\"}', SWEEP",
        "'{\"work\":\"reconcile\"}', RECONCILE",
        "' { \"work\" : \"sweep\" } ', SWEEP"
      })
  void inputNamesTheWork(String event, ScheduledWork work) throws IOException {
    assertThat(read(event)).isEqualTo(work);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "'{\"work\":\"tidy\"}', neither sweep nor reconcile",
        "'{\"work\":\"Sweep\"}', neither sweep nor reconcile",
        "'{}', names no work",
        "'{\"work\":1}', not the JSON that was expected",
        "'{\"work\":\"sweep\",\"work\":\"reconcile\"}', not the JSON that was expected",
        "'{\"work\":\"sweep\"', not the JSON that was expected",
        "'\"sweep\"', not the JSON that was expected",
        "'', not the JSON that was expected",
        "'{\"work\":\"sweep\"} {}', goes on after its end",
        "'{\"detail-type\":\"Scheduled Event\"}', another field",
        "'{\"work\":\"sweep\",\"more\":{}}', another field"
      })
  void anythingElseIsUnreadableAndSaysWhy(String event, String why) {
    assertThatThrownBy(() -> read(event))
        .isInstanceOf(UnreadableMessageException.class)
        .hasMessageStartingWith("the schedule's input")
        .hasMessageContaining(why);
  }

  private static ScheduledWork read(String event) throws IOException {
    return ScheduledWork.read(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)));
  }
}
