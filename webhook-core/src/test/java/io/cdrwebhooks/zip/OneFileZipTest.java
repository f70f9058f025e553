package io.cdrwebhooks.zip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.LocalDateTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/// Tests the archives of one file.
class OneFileZipTest {
  private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 1, 8, 10);

  @Test
  void archiveHasOneFileWithItsNameTimeAndContent() throws IOException {
    byte[] archive = OneFileZip.bytes("calls.csv", TIME, "a;1\n".getBytes(UTF_8));
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      ZipEntry entry = zip.getNextEntry();
      assertThat(entry.getName()).isEqualTo("calls.csv");
      assertThat(entry.getTimeLocal()).isEqualTo(TIME);
      assertThat(zip.readAllBytes()).asString(UTF_8).isEqualTo("a;1\n");
      assertThat(zip.getNextEntry()).isNull();
    }
    assertThat(OneFileZip.bytes("calls.csv", TIME, "a;1\n".getBytes(UTF_8))).isEqualTo(archive);
  }
}
