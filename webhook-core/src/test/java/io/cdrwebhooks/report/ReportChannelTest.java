package io.cdrwebhooks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Semaphore;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ReportChannelTest {
  private static final ReportVersion VERSION =
      new ReportVersion("b", new ObjectKey.ReportKey(new TaskId(1), "a.zip"), Optional.empty());
  private static final byte[] BYTES = new byte[2 * ReportWindows.WINDOW + 12_345];

  static {
    new Random(1).nextBytes(BYTES);
  }

  /// The reads of the store, as offset and length.
  private final List<long[]> reads = new ArrayList<>();

  private final Reports reports =
      new Reports() {
        @Override
        public ReportLookup lookUp(ReportVersion version) {
          throw new AssertionError("a channel describes nothing");
        }

        @Override
        public byte[] read(ReportVersion version, long offset, int length) {
          assertThat(version).isEqualTo(VERSION);
          reads.add(new long[] {offset, length});
          return Arrays.copyOfRange(BYTES, (int) offset, (int) offset + length);
        }
      };

  @Property(tries = 50)
  void anySeeksAndReadsGiveTheBytesOfTheObject(
      @ForAll long seed,
      @ForAll @IntRange(max = 70_000) int tailLength,
      @ForAll @IntRange(max = 30) int comment)
      throws IOException {
    reads.clear();
    Random random = new Random(seed);
    int size = BYTES.length - comment;
    try (ReportChannel channel = channel(tailLength, size)) {
      for (int i = 0; i < 20; i++) {
        int position = random.nextInt(size + 10);
        int wanted = random.nextInt(200_000);
        int there = Math.max(0, Math.min(size - position, wanted));
        byte[] expected =
            there == 0 ? new byte[0] : Arrays.copyOfRange(BYTES, position, position + there);
        channel.position(position);
        assertThat(readAll(channel, wanted)).isEqualTo(expected);
        assertThat(channel.position()).isEqualTo(position + expected.length);
      }
    }
    assertThat(reads)
        .allSatisfy(read -> assertThat(read[1]).isBetween(1L, (long) ReportWindows.WINDOW));
    assertThat(reads)
        .allSatisfy(
            read ->
                assertThat(read[0] + read[1])
                    .as("the tail is there already")
                    .isLessThanOrEqualTo(BYTES.length - tailLength));
  }

  @Test
  void fullPassReadsEachWindowOnceAndNotTheTail() throws IOException {
    try (ReportChannel channel = channel(10_000, BYTES.length)) {
      assertThat(readAll(channel, BYTES.length)).isEqualTo(BYTES);
    }
    assertThat(reads)
        .containsExactly(
            new long[] {0, ReportWindows.WINDOW},
            new long[] {ReportWindows.WINDOW, ReportWindows.WINDOW},
            new long[] {2L * ReportWindows.WINDOW, 2_345});
  }

  @Test
  void readsWithinAWindowAskTheStoreOnce() throws IOException {
    try (ReportChannel channel = channel(0, BYTES.length)) {
      for (int position : new int[] {1_000, 50_000, 1_000, ReportWindows.WINDOW + 999}) {
        channel.position(position).read(ByteBuffer.allocate(1));
      }
      assertThat(reads).hasSize(1);
      channel.position(ReportWindows.WINDOW + 1_000).read(ByteBuffer.allocate(1));
      channel.position(999).read(ByteBuffer.allocate(1));
      assertThat(reads).hasSize(3);
    }
  }

  @Test
  void channelEndsAtItsSizeBeforeTheTailEnds() throws IOException {
    try (ReportChannel channel = channel(1_000, BYTES.length - 22)) {
      assertThat(channel.size()).isEqualTo(BYTES.length - 22);
      channel.position(BYTES.length - 24);
      assertThat(readAll(channel, 100))
          .isEqualTo(Arrays.copyOfRange(BYTES, BYTES.length - 24, BYTES.length - 22));
      assertThat(channel.read(ByteBuffer.allocate(1))).isEqualTo(-1);
      assertThat(channel.position(Long.MAX_VALUE).read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @Test
  void fullTargetReadsNothingEvenAtTheEnd() throws IOException {
    try (ReportChannel channel = channel(10, BYTES.length)) {
      assertThat(channel.position(BYTES.length).read(ByteBuffer.allocate(0))).isZero();
    }
    assertThat(reads).isEmpty();
  }

  @Test
  void closedChannelReadsNothing() {
    ReportChannel channel = channel(10, BYTES.length);
    assertThat(channel.isOpen()).isTrue();
    channel.close();
    assertThat(channel.isOpen()).isFalse();
    assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1)))
        .isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void channelIsReadOnly() {
    try (ReportChannel channel = channel(10, BYTES.length)) {
      assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(1)))
          .isInstanceOf(NonWritableChannelException.class);
      assertThatThrownBy(() -> channel.truncate(0)).isInstanceOf(NonWritableChannelException.class);
      assertThatThrownBy(() -> channel.position(-1)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  private ReportChannel channel(int tailLength, long size) {
    int offset = BYTES.length - tailLength;
    ReportTail tail = new ReportTail(offset, Arrays.copyOfRange(BYTES, offset, BYTES.length));
    Report report = new Report(VERSION, BYTES.length, ReportMetadata.NONE);
    Semaphore noReaderAhead = new Semaphore(0);
    ReportLookup.Found found = new ReportLookup.Found(report, tail);
    return new ReportChannel(
        new ReportWindows(reports, found, noReaderAhead, Optional.empty()), size);
  }

  private static byte[] readAll(ReportChannel channel, int wanted) throws IOException {
    ByteBuffer target = ByteBuffer.allocate(wanted);
    while (target.hasRemaining() && channel.read(target) >= 0) {}
    return Arrays.copyOf(target.array(), target.position());
  }
}
