package io.cdrwebhooks.configapi.configurations;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configapi.Answer;
import io.cdrwebhooks.configapi.TestApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests the choice whether a receiver gets notices.
class ReceiverNoticesFieldTest {
  private final TestApi api = new TestApi();

  @Test
  void newConfigurationGetsNoNoticesByDefault() {
    String silent = api.configured("A");
    assertThat(api.stored(silent).terms().receiverNotices()).isFalse();

    assertThat(replaced(silent, "\"receiverNotices\":true,").status()).isEqualTo(200);
    assertThat(api.stored(silent).terms().receiverNotices()).isTrue();
    assertThat(api.get(silent).body().path("receiverNotices").asBoolean()).isTrue();
  }

  @Test
  void replacementWithoutTheFieldKeepsNotices() {
    String path = api.configured("A");
    assertThat(replaced(path, "\"receiverNotices\":true,").status()).isEqualTo(200);

    assertThat(replaced(path, "").status()).isEqualTo(200);

    assertThat(api.stored(path).terms().receiverNotices()).isTrue();
  }

  @Test
  void replacementTurnsNoticesOff() {
    String path = api.configured("A");
    assertThat(replaced(path, "\"receiverNotices\":true,").status()).isEqualTo(200);

    assertThat(replaced(path, "\"receiverNotices\":false,").status()).isEqualTo(200);

    assertThat(api.stored(path).terms().receiverNotices()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"yes\"", "1", "null"})
  void otherValueIsRefused(String value) {
    Answer answer = replaced(api.configured("A"), "\"receiverNotices\":" + value + ",");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.fieldsAtFault()).containsExactly("receiverNotices");
  }

  private Answer replaced(String path, String field) {
    return api.put(path, "*", "{" + field + TestApi.replacement("A").substring(1));
  }
}
