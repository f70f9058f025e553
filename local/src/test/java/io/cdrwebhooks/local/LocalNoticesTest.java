package io.cdrwebhooks.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.aws.awsevents.NoticeJson;
import io.cdrwebhooks.notice.Notice;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.testing.Samples;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalNoticesTest {
  private static final Notice FAILED =
      new Notice.DeliveryFailed(
          Samples.delivery().id(),
          new TaskId(7),
          Samples.configurationId(),
          "tx\n1.zip",
          "The receiver answered 503");
  private static final Notice DISABLED =
      new Notice.ConfigurationDisabled(
          Samples.configurationId(),
          "Billing",
          "The receiver answered 410",
          Samples.delivery().id());
  private static final Notice FAILING =
      new Notice.ConfigurationFailing(
          Samples.configurationId(), "Billing", Samples.NOW, Samples.delivery().id());
  private static final Notice UNUSED =
      new Notice.LinkUnused(
          Samples.delivery().id(),
          new TaskId(7),
          Samples.configurationId(),
          "tx 1.zip",
          Samples.NOW);

  @TempDir Path directory;

  private final List<String> lines = new ArrayList<>();

  @Test
  void eachNoticeIsOneLineToRead() {
    LocalNotices notices = LocalNotices.inMemory(lines::add);
    List.of(FAILED, DISABLED, FAILING, UNUSED).forEach(notices::send);

    assertThat(lines).hasSize(4).allSatisfy(line -> assertThat(line).hasLineCount(1));
    assertThat(lines.get(0)).startsWith("Delivery failed: tx\uFFFD1.zip").endsWith("answered 503");
    assertThat(lines.get(1)).startsWith("Configuration disabled: \"Billing\"").endsWith("410");
    assertThat(lines.get(2)).startsWith("Configuration failing: ").contains("\"Billing\"");
    assertThat(lines.get(3)).startsWith("Download link unused: ").contains("tx 1.zip");
    assertThat(notices.sent()).containsExactly(FAILED, DISABLED, FAILING, UNUSED);
  }

  @Test
  void fileHasTheEventsOfAllRuns() throws Exception {
    Path file = directory.resolve("notices.jsonl");
    LocalNotices.keptIn(file, lines::add).send(FAILED);
    LocalNotices.keptIn(file, lines::add).send(UNUSED);

    assertThat(Files.readAllLines(file))
        .containsExactly(NoticeJson.event(FAILED), NoticeJson.event(UNUSED));
  }

  @Test
  void fileThatCannotBeWrittenIsFault() {
    LocalNotices notices = LocalNotices.keptIn(directory, lines::add);

    assertThatThrownBy(() -> notices.send(FAILED)).isInstanceOf(UncheckedIOException.class);
  }
}
