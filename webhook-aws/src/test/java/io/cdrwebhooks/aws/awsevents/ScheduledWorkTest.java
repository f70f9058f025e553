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
        "'{\"work\":\"tidy\"}', must be sweep or reconcile",
        "'{\"work\":\"Sweep\"}', must be sweep or reconcile",
        "'{}', must name its work",
        "'{\"work\":1}', must be a JSON object of the expected shape",
        "'{\"work\":\"sweep\",\"work\":\"reconcile\"}', must be a JSON object of the expected shape",
        "'{\"work\":\"sweep\"', must be a JSON object of the expected shape",
        "'\"sweep\"', must be a JSON object of the expected shape",
        "'', must be a JSON object of the expected shape",
        "'{\"work\":\"sweep\"} {}', must end with its JSON object",
        "'{\"detail-type\":\"Scheduled Event\"}', no field but work",
        "'{\"work\":\"sweep\",\"more\":{}}', no field but work"
      })
  void otherInputIsUnreadableAndSaysWhy(String event, String why) {
    assertThatThrownBy(() -> read(event))
        .isInstanceOf(UnreadableMessageException.class)
        .hasMessageStartingWith("schedule input")
        .hasMessageContaining(why);
  }

  private static ScheduledWork read(String event) throws IOException {
    return ScheduledWork.read(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)));
  }
}
