package io.cdrwebhooks.aws.awsevents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduledWorkTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "'{\"work\":\"sweep\"}', Sweep[]",
        "'{\"work\":\"reconcile\"}', Reconcile[]",
        "' { \"work\" : \"sweep\" } ', Sweep[]",
        "'{\"work\":\"check-mail\",\"alarms\":\"arn:a\",\"notices\":\"arn:n\"}', "
            + "'CheckMail[alarms=arn:a, notices=arn:n]'"
      })
  void inputNamesTheWork(String event, String work) throws IOException {
    assertThat(read(event)).hasToString(work);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "'{\"work\":\"tidy\"}', must be sweep, reconcile or check-mail",
        "'{\"work\":\"Sweep\"}', must be sweep, reconcile or check-mail",
        "'{}', must have the field work",
        "'{\"work\":1}', must be a valid JSON object",
        "'{\"work\":\"sweep\",\"work\":\"reconcile\"}', must be a valid JSON object",
        "'{\"work\":\"sweep\"', must be a valid JSON object",
        "'\"sweep\"', must be a valid JSON object",
        "'', must be a valid JSON object",
        "'{\"work\":\"sweep\"} {}', must be a valid JSON object",
        "'{\"detail-type\":\"Scheduled Event\"}', must have the field work",
        "'{\"work\":\"sweep\",\"more\":{}}', for sweep must not have the field more",
        "'{\"work\":\"sweep\",\"alarms\":\"arn:a\"}', must not have the field alarms",
        "'{\"work\":\"check-mail\",\"alarms\":\"arn:a\"}', must have the field notices"
      })
  void invalidScheduleInputIsUnreadableWithAReason(String event, String why) {
    assertThatThrownBy(() -> read(event))
        .isInstanceOf(UnreadableMessageException.class)
        .hasMessageStartingWith("schedule input")
        .hasMessageContaining(why);
  }

  @Test
  void canaryIsASweep() throws IOException {
    Path canary = Path.of("..", "build-support", "canaries", "scheduled-work.json");
    assertThat(read(Files.readString(canary))).isEqualTo(new ScheduledWork.Sweep());
  }

  private static ScheduledWork read(String event) throws IOException {
    return ScheduledWork.read(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)));
  }
}
