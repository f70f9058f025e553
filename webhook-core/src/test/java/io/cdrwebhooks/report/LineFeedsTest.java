package io.cdrwebhooks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LineFeedsTest {
  /// Bytes that a wrong eight-byte comparison would count as line feeds, or that hide others.
  private static final byte[] CONFUSING = {'\n', 0, 1, 9, 11, '\r', (byte) 0x8a, (byte) 0x80, -1};

  @Property
  void lineFeedsOfAnyTextAreCounted(@ForAll long seed, @ForAll @IntRange(max = 10_000) int length) {
    Random random = new Random(seed);
    byte[] text = new byte[length + random.nextInt(20)];
    for (int i = 0; i < text.length; i++) {
      text[i] = CONFUSING[random.nextInt(CONFUSING.length)];
    }
    assertThat(LineFeeds.count(text, length)).isEqualTo(oneByOne(text, length));
  }

  @Test
  void onlyLineFeedsDoNotOverflow() {
    byte[] text = new byte[100_000];
    Arrays.fill(text, (byte) '\n');
    assertThat(LineFeeds.count(text, text.length)).isEqualTo(text.length);
    Arrays.fill(text, (byte) 0x8a);
    assertThat(LineFeeds.count(text, text.length)).isZero();
  }

  private static int oneByOne(byte[] text, int length) {
    int count = 0;
    for (int i = 0; i < length; i++) {
      count += text[i] == '\n' ? 1 : 0;
    }
    return count;
  }
}
