package io.cdrwebhooks.local.receiver;

import static io.cdrwebhooks.local.receiver.ReceiverOnTrial.OBJECT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Tests how the demo receiver gets reports.
class DemoDownloadTest {
  @TempDir Path directory;

  @AutoClose private ReceiverOnTrial trial;

  @BeforeEach
  void start() throws IOException {
    trial = new ReceiverOnTrial(directory.resolve("received"));
  }

  @Test
  void signedRequestIsAnswered200AndItsFileSaved() throws Exception {
    assertThat(trial.post(trial.request())).isEqualTo(200);
    assertThat(ReceiverOnTrial.kinds(trial.until(ReceiverEvent.Saved.class)))
        .containsExactly("Accepted", "LinkFollowed", "Saved");
    assertThat(trial.received.resolve("id-1/report.zip")).hasBinaryContent(OBJECT);
  }

  @Test
  void brokenDownloadResumes() throws Exception {
    trial.store.breaksOffAfter(4_000);
    trial.post(trial.request());
    assertThat(trial.until(ReceiverEvent.Saved.class))
        .contains(
            new ReceiverEvent.Resumed("id-1", 4_000), new ReceiverEvent.Resumed("id-1", 8_000));
    assertThat(trial.store.requests)
        .containsExactly(
            "/link", "/object from 0", "/link", "/object from 4000", "/link", "/object from 8000");
    assertThat(trial.received.resolve("id-1/report.zip")).hasBinaryContent(OBJECT);
  }

  @Test
  void failedConnectionIsRetried() throws Exception {
    trial.store.failsFirst(2);
    trial.post(trial.request());
    trial.until(ReceiverEvent.Saved.class);
    assertThat(trial.received.resolve("id-1/report.zip")).hasBinaryContent(OBJECT);
  }

  @Test
  void repeatRefreshesADeadLink() throws Exception {
    URI gone = trial.store.link().resolve("/gone");
    String body = trial.payload("report.zip", OBJECT.length);
    trial.post(
        new SignedRequest("id-1", body.replace(trial.store.link().toString(), gone.toString())));
    assertThat(trial.until(ReceiverEvent.DownloadFailed.class).getLast())
        .isEqualTo(new ReceiverEvent.DownloadFailed("id-1", "the callback URL answered 404"));
    assertThat(trial.post(new SignedRequest("id-1", body))).isEqualTo(200);
    trial.until(ReceiverEvent.Saved.class);
    assertThat(trial.received.resolve("id-1/report.zip")).hasBinaryContent(OBJECT);
  }

  @Test
  void nextStartFetchesWhatWasAnnounced() throws Exception {
    trial.store.failsFirst(1_000);
    trial.post(trial.request());
    trial.until(ReceiverEvent.DownloadFailed.class);
    trial.restart(() -> trial.store.failsFirst(0));
    trial.until(ReceiverEvent.Saved.class);
    assertThat(trial.received.resolve("id-1/report.zip")).hasBinaryContent(OBJECT);
  }

  @Test
  void failedExportIsSavedAsItsError() throws Exception {
    String body = trial.payload("failed.zip", 114, "The switch did not answer");
    assertThat(trial.post(new SignedRequest("id-1", body))).isEqualTo(200);
    trial.until(ReceiverEvent.ErrorSaved.class);
    assertThat(trial.received.resolve("id-1/error.txt")).hasContent("The switch did not answer");
    assertThat(trial.store.requests).isEmpty();
  }

  @Test
  void reportTooLargeToCountIsFetched() throws Exception {
    trial.post(
        new SignedRequest(
            "id-1", trial.payload("r.zip", OBJECT.length, "Report is too large to count")));
    trial.until(ReceiverEvent.Saved.class);
    assertThat(trial.received.resolve("id-1/r.zip")).hasBinaryContent(OBJECT);
  }

  @Test
  void fileOfAnotherSizeThanAnnouncedIsNotSaved() throws Exception {
    trial.post(new SignedRequest("id-1", trial.payload("report.zip", OBJECT.length - 1)));
    assertThat(trial.until(ReceiverEvent.DownloadFailed.class).getLast())
        .isEqualTo(
            new ReceiverEvent.DownloadFailed(
                "id-1", "the file has another size or SHA-256 than announced"));
    assertThat(trial.received.resolve("id-1/report.zip")).doesNotExist();
  }

  static Stream<String> hostileNames() {
    return Stream.of(
        "../../x",
        "..",
        "",
        "/etc/passwd",
        "a\u0000b",
        "語".repeat(1_000),
        "📞".repeat(300) + ".zip");
  }

  @ParameterizedTest
  @MethodSource("hostileNames")
  void hostileNameStaysInItsFolder(String fileName) throws Exception {
    trial.post(new SignedRequest("id-1", trial.payload(fileName, OBJECT.length)));
    ReceiverEvent.Saved saved =
        (ReceiverEvent.Saved) trial.until(ReceiverEvent.Saved.class).getLast();
    assertThat(saved.file().normalize().getParent()).isEqualTo(trial.received.resolve("id-1"));
    assertThat(saved.file()).hasBinaryContent(OBJECT);
  }

  /// The link in an announcement is a credential, and reports are confidential.
  @Test
  void onlyTheOwnerMayReadWhatIsKept() throws Exception {
    trial.store.breaksOffAfter(4_000);
    trial.post(trial.request());
    trial.until(ReceiverEvent.DownloadFailed.class);
    try (Stream<Path> files = Files.walk(trial.received.resolve(".inbox"))) {
      Map<String, String> modes =
          files.collect(
              Collectors.toMap(file -> file.getFileName().toString(), DemoDownloadTest::mode));
      assertThat(modes)
          .isEqualTo(
              Map.of(
                  ".inbox", "rwx------",
                  "id-1.json", "rw-------",
                  "id-1.part", "rw-------"));
    }
    trial.until(ReceiverEvent.Saved.class);
    assertThat(mode(trial.received.resolve("id-1/report.zip"))).isEqualTo("rw-------");
  }

  private static String mode(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
