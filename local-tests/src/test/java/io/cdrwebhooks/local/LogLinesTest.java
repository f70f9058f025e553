package io.cdrwebhooks.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.local.receiver.ReceiverEvent;
import org.junit.jupiter.api.Test;

class LogLinesTest {
  @Test
  void eventComesFirstAndItsFieldsFollow() {
    assertThat(
            LogLines.readable(
                "{\"time\":\"t\",\"level\":\"INFO\",\"event\":\"made\",\"key\":\"a b\",\"n\":[\"x\"]}"))
        .isEqualTo("made key=a b n=[\"x\"]");
  }

  @Test
  void namesFromOutsideCannotSteerTheTerminal() {
    assertThat(LogLines.readable("{\"event\":\"made\",\"key\":\"\\u001b[31m\\nREADY\\u202e\"}"))
        .isEqualTo("made key=\uFFFD[31m\uFFFDREADY\uFFFD");
    assertThat(LogLines.printable(new ReceiverEvent.DownloadFailed("id", "\u001b[2J").sentence()))
        .isEqualTo("download failed: \uFFFD[2J");
  }

  @Test
  void lineWithoutJsonIsShownUnchanged() {
    assertThat(LogLines.readable("not { json")).isEqualTo("not { json");
  }
}
