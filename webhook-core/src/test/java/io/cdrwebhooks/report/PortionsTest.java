package io.cdrwebhooks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.report.Portions.Portion;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.api.Test;

class PortionsTest {
  private static final LineCount EARLIER = new LineCount.NotReadable("earlier");
  private static final LineCount LATER = new LineCount.TooLarge("later");

  @Test
  void firstThatIsNotSoundDecidesWhoeverSaysSoFirst() throws IOException {
    Portions portions = portions(1);
    Portion earlier = portions.next().orElseThrow();
    Portion later = portions.next().orElseThrow();
    portions.decided(later, () -> LATER);
    assertThat(portions.verdict()).isEqualTo(LATER);
    portions.decided(earlier, () -> EARLIER);
    assertThat(portions.verdict()).isEqualTo(EARLIER);
    portions.decided(later, () -> LATER);
    assertThat(portions.verdict()).isEqualTo(EARLIER);
  }

  @Test
  void whatLiesBehindTheDecisionIsReadNoMore() throws IOException {
    Portions portions = portions(1);
    Portion first = portions.next().orElseThrow();
    Portion second = portions.next().orElseThrow();
    Portion third = portions.next().orElseThrow();
    portions.decided(second, () -> LATER);
    assertThat(portions.next()).isEmpty();
    assertThat(portions.isDecidedBefore(first)).isFalse();
    assertThat(portions.isDecidedBefore(second)).isFalse();
    assertThat(portions.isDecidedBefore(third)).isTrue();
  }

  @Test
  void entriesAreDealtOutInTheirOrderAndTheirLinesAddedUp() throws IOException {
    Portions portions = portions(100);
    long end = 0;
    int entries = 0;
    for (Optional<Portion> portion = portions.next();
        portion.isPresent();
        portion = portions.next()) {
      assertThat(portion.get().end() - portion.get().entries().getFirst().headerOffset())
          .isLessThanOrEqualTo(100);
      for (ListedEntry entry : portion.get().entries()) {
        assertThat(entry.headerOffset()).isEqualTo(end);
        end = entry.end();
        entries++;
      }
      portions.counted(2);
    }
    assertThat(entries).isEqualTo(5);
    assertThat(portions.verdict()).isEqualTo(new LineCount.Counted(6));
  }

  /// Of five entries, each 50 bytes long.
  private static Portions portions(long length) throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    for (int i = 0; i < 5; i++) {
      files.put("f" + i, "");
    }
    byte[] zip = Zips.deflated(files);
    ZipEndRecord end = ZipEndRecord.find(new ReportTail(0, zip)).orElseThrow();
    try (ZipFile archive =
        ZipFile.builder().setSeekableByteChannel(new SeekableInMemoryByteChannel(zip)).get()) {
      return new Portions(
          archive.getEntriesInPhysicalOrder(), end, CountingBounds.until(Instant.MAX), length);
    }
  }
}
