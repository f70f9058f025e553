package io.cdrwebhooks.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.testing.Samples;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The contract of every store of work notes.
public interface WorkNotesContract {
  int MOST_DEATHS = 3;

  WorkNotes notes();

  @Test
  default void workThatNeverEndedThreeTimesMayNotBegin() {
    String message = diedThreeTimes();

    assertThat(begin(message, 20)).isFalse();
    assertThat(begin(message, 21)).as("asked again").isFalse();
  }

  @Test
  default void sameReceiveCountsOnce() {
    String message = UUID.randomUUID().toString();
    for (int repeat = 1; repeat <= 5; repeat++) {
      assertThat(begin(message, 3)).as("repeat %d", repeat).isTrue();
    }
    assertThat(begin(message, 9)).isTrue();
    assertThat(begin(message, 10)).isTrue();
    assertThat(begin(message, 11)).isFalse();
    assertThat(begin(message, 10)).as("a repeat of the last").isTrue();
  }

  @Test
  default void endedWorkIsForgotten() {
    String message = UUID.randomUUID().toString();
    for (int receive = 1; receive <= 50; receive++) {
      assertThat(begin(message, receive)).as("receive %d", receive).isTrue();
      if (receive % MOST_DEATHS == 0) {
        assertThat(notes().end(message)).isTrue();
      }
    }
  }

  @Test
  default void endWithoutANoteIsAllowed() {
    assertThat(notes().end(UUID.randomUUID().toString())).isFalse();
  }

  @Test
  default void eachMessageHasASeparateNote() {
    String message = diedThreeTimes();
    String other = UUID.randomUUID().toString();

    assertThat(begin(other, 20)).isTrue();
    assertThat(notes().end(other)).isTrue();
    assertThat(begin(message, 20)).isFalse();
  }

  private String diedThreeTimes() {
    String message = UUID.randomUUID().toString();
    for (int death = 1; death <= MOST_DEATHS; death++) {
      assertThat(begin(message, 5 * death)).as("death %d", death).isTrue();
    }
    return message;
  }

  private boolean begin(String messageId, int receive) {
    return notes().begin(messageId, receive, Samples.NOW, MOST_DEATHS);
  }
}
