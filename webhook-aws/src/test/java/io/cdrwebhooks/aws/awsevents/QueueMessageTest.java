package io.cdrwebhooks.aws.awsevents;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueueMessageTest {
  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":", "{\"Records\":[{\"s3\":", "{\"Records\":["})
  void messageNestedTooDeeplyIsUnreadable(String opening) {
    assertThatThrownBy(() -> QueueMessage.parse(opening.repeat(2_000)))
        .isInstanceOf(UnreadableMessageException.class)
        .hasMessageContaining("nested too deeply");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "{\"Records\":{}}", "{\"Records\":[1]}", "{}{}"})
  void messageThatIsNotTheJsonExpectedIsUnreadable(String body) {
    assertThatThrownBy(() -> QueueMessage.parse(body))
        .isInstanceOf(UnreadableMessageException.class);
  }
}
