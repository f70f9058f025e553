package io.cdrwebhooks.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LastUsedTest {
  private final LastUsed<String, Integer> map = new LastUsed<>(2);

  @Test
  void newEntryReplacesTheOneThatWasNotUsedTheLongest() {
    add("a", 1);
    add("b", 2);
    assertThat(map.find("a")).contains(1);

    add("c", 3);

    assertThat(map.find("b")).isEmpty();
    assertThat(map.find("a")).contains(1);
    assertThat(map.find("c")).contains(3);
  }

  @Test
  void knownKeyDoesNotReplaceOtherEntries() {
    add("a", 1);
    add("b", 2);

    assertThat(map.merge("a", 5, Integer::sum)).isEqualTo(6);

    assertThat(map.find("a")).contains(6);
    assertThat(map.find("b")).contains(2);
  }

  @Test
  void removedEntryIsGone() {
    add("a", 1);
    map.remove("a");

    assertThat(map.find("a")).isEmpty();
  }

  private void add(String key, int value) {
    assertThat(map.merge(key, value, (_, fresh) -> fresh)).isEqualTo(value);
  }
}
