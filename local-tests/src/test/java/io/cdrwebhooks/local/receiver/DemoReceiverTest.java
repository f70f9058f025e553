package io.cdrwebhooks.local.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.local.start.StartFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.crypto.Mac;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DemoReceiverTest {
  private static final SignatureKey KEY = new SignatureKey("Signature of the tests");
  private static final byte[] OBJECT = bytes(10_000);

  @TempDir Path directory;

  private final BlockingQueue<ReceiverEvent> events = new LinkedBlockingQueue<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private BrokenStore store;
  private DemoReceiver receiver;

  @BeforeEach
  void start() throws IOException {
    store = new BrokenStore(OBJECT);
    receiver = DemoReceiver.start(0, KEY, directory.resolve("received"), events::add);
  }

  @AfterEach
  void stop() throws IOException {
    receiver.close();
    store.close();
    http.close();
  }

  @Test
  void signedRequestIsAnswered200AndItsFileSaved() throws Exception {
    assertThat(post(new Request("id-1", payload("report.zip", OBJECT.length)))).isEqualTo(200);
    assertThat(kinds(until(ReceiverEvent.Saved.class)))
        .containsExactly("Accepted", "LinkFollowed", "Saved");
    assertThat(directory.resolve("received/id-1/report.zip")).hasBinaryContent(OBJECT);
  }

  @Test
  void requestWithAWrongSignatureIsAnswered401() throws Exception {
    Request request = new Request("id-1", payload("report.zip", OBJECT.length));
    assertThat(post(request, Map.of("webhook-signature", "v1," + "A".repeat(43) + "=")))
        .isEqualTo(401);
    assertThat(events.take()).isEqualTo(new ReceiverEvent.Refused(Refusal.SIGNATURE_MISMATCH));
    assertThat(store.requests).isEmpty();
    assertThat(directory.resolve("received")).doesNotExist();
  }

  /// During a rotation this header is made with the new key alone.
  @Test
  void xCdrSignatureOfAnotherKeyIsNotLookedAt() throws Exception {
    Request request = new Request("id-1", payload("report.zip", OBJECT.length));
    assertThat(post(request, Map.of("X-CDR-Signature", "AAAA"))).isEqualTo(200);
  }

  @Test
  void requestOfAnotherTimeIsRefused() throws Exception {
    long now = Instant.now().getEpochSecond();
    for (long signedAt : List.of(now - 900, now + 900)) {
      Request request = new Request("id-1", payload("report.zip", OBJECT.length), signedAt);
      assertThat(post(request)).isEqualTo(401);
      assertThat(events.take()).isEqualTo(new ReceiverEvent.Refused(Refusal.OUTSIDE_TOLERANCE));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"webhook-id", "webhook-timestamp"})
  void requestWhoseSignedHeaderWasChangedIsAnswered401(String header) throws Exception {
    Request request = new Request("id-1", payload("report.zip", OBJECT.length));
    String changed = Long.toString(Instant.now().getEpochSecond() - 1);
    assertThat(post(request, Map.of(header, changed))).isEqualTo(401);
    assertThat(events.take()).isEqualTo(new ReceiverEvent.Refused(Refusal.SIGNATURE_MISMATCH));
  }

  @Test
  void bodyAbove64KiBIsAnswered413() throws Exception {
    assertThat(post(new Request("id-1", "x".repeat((64 << 10) + 1)))).isEqualTo(413);
  }

  @Test
  void oneOfSeveralSignaturesIsEnough() throws Exception {
    Request request = new Request("id-1", payload("report.zip", OBJECT.length));
    String several = "v1,AAAA " + request.standardSignature();
    assertThat(post(request, Map.of("webhook-signature", several))).isEqualTo(200);
    ReceiverEvent.Accepted accepted =
        (ReceiverEvent.Accepted) until(ReceiverEvent.Saved.class).getFirst();
    assertThat(accepted.signatures().values())
        .hasSize(3)
        .contains("AAAA", request.standardSignature().substring("v1,".length()));
    assertThat(accepted.toString()).doesNotContain("AAAA");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "not JSON",
        "",
        "{\"callbackURL\":\"file:///etc/passwd\",\"fileName\":\"a\",\"fileSizeInBytes\":1,\"numberOfLines\":1,\"taskName\":\"\",\"error\":\"\"}"
      })
  void signedBodyThatIsNoAnnouncementIsSetAside(String body) throws Exception {
    assertThat(post(new Request("id-1", body))).isEqualTo(200);
    assertThat(events.take()).isEqualTo(new ReceiverEvent.Unreadable("id-1"));
    assertThat(directory.resolve("received/.inbox/set-aside/id-1.json")).hasContent(body);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../escaped", "a/b", "."})
  void idThatCouldNameAnotherFolderIsRefused(String id) throws Exception {
    assertThat(post(new Request(id, payload("report.zip", OBJECT.length)))).isEqualTo(401);
    assertThat(events.take()).isEqualTo(new ReceiverEvent.Refused(Refusal.ID_MALFORMED));
  }

  @Test
  void repeatOfACollectedIdIsAnswered200WithoutAnotherDownload() throws Exception {
    Request request = new Request("id-1", payload("report.zip", OBJECT.length));
    assertThat(post(request)).isEqualTo(200);
    until(ReceiverEvent.Saved.class);
    List<String> before = List.copyOf(store.requests);
    assertThat(post(request)).isEqualTo(200);
    assertThat(until(ReceiverEvent.Repeated.class)).hasSize(1);
    assertThat(store.requests).isEqualTo(before);
  }

  @Test
  void brokenDownloadResumes() throws Exception {
    store.breaksOffAfter(4_000);
    post(new Request("id-1", payload("report.zip", OBJECT.length)));
    assertThat(until(ReceiverEvent.Saved.class))
        .contains(
            new ReceiverEvent.Resumed("id-1", 4_000), new ReceiverEvent.Resumed("id-1", 8_000));
    assertThat(store.requests)
        .containsExactly(
            "/link", "/object from 0", "/link", "/object from 4000", "/link", "/object from 8000");
    assertThat(directory.resolve("received/id-1/report.zip")).hasBinaryContent(OBJECT);
  }

  @Test
  void downloadRestartsIfTheStoreIgnoresRanges() throws Exception {
    store.breaksOffAfter(4_000).withoutRanges();
    post(new Request("id-1", payload("report.zip", OBJECT.length)));
    until(ReceiverEvent.Saved.class);
    assertThat(directory.resolve("received/id-1/report.zip")).hasBinaryContent(OBJECT);
  }

  @Test
  void failedConnectionIsRetried() throws Exception {
    store.failsFirst(2);
    post(new Request("id-1", payload("report.zip", OBJECT.length)));
    until(ReceiverEvent.Saved.class);
    assertThat(directory.resolve("received/id-1/report.zip")).hasBinaryContent(OBJECT);
  }

  @Test
  void repeatRefreshesADeadLink() throws Exception {
    URI gone = store.link().resolve("/gone");
    String body = payload("report.zip", OBJECT.length);
    post(new Request("id-1", body.replace(store.link().toString(), gone.toString())));
    assertThat(until(ReceiverEvent.DownloadFailed.class).getLast())
        .isEqualTo(new ReceiverEvent.DownloadFailed("id-1", "the callback URL answered 404"));
    assertThat(post(new Request("id-1", body))).isEqualTo(200);
    until(ReceiverEvent.Saved.class);
    assertThat(directory.resolve("received/id-1/report.zip")).hasBinaryContent(OBJECT);
  }

  @Test
  void nextStartContinuesWhatWasAnnounced() throws Exception {
    store.breaksOffAfter(4_000).goesAfter(1);
    post(new Request("id-1", payload("report.zip", OBJECT.length)));
    until(ReceiverEvent.DownloadFailed.class);
    receiver.close();
    store.returns();
    receiver = DemoReceiver.start(0, KEY, directory.resolve("received"), events::add);
    assertThat(until(ReceiverEvent.Saved.class)).contains(new ReceiverEvent.Resumed("id-1", 4_000));
    assertThat(directory.resolve("received/id-1/report.zip")).hasBinaryContent(OBJECT);
  }

  @Test
  void failedExportIsSavedAsItsError() throws Exception {
    String body = payload("failed.zip", 114, "The switch did not answer");
    assertThat(post(new Request("id-1", body))).isEqualTo(200);
    until(ReceiverEvent.ErrorSaved.class);
    assertThat(directory.resolve("received/id-1/error.txt"))
        .hasContent("The switch did not answer");
    assertThat(store.requests).isEmpty();
  }

  @Test
  void reportTooLargeToCountIsFetched() throws Exception {
    post(new Request("id-1", payload("r.zip", OBJECT.length, "Report is too large to count")));
    until(ReceiverEvent.Saved.class);
    assertThat(directory.resolve("received/id-1/r.zip")).hasBinaryContent(OBJECT);
  }

  @Test
  void fileLargerThanAnnouncedIsNotSaved() throws Exception {
    post(new Request("id-1", payload("report.zip", OBJECT.length - 1)));
    assertThat(until(ReceiverEvent.DownloadFailed.class).getLast())
        .isEqualTo(new ReceiverEvent.DownloadFailed("id-1", "the file is larger than announced"));
    assertThat(directory.resolve("received/id-1/report.zip")).doesNotExist();
  }

  static Stream<String> hostileNames() {
    return Stream.of(
        "../../x",
        "..",
        ".",
        "",
        " ",
        "/etc/passwd",
        "..\\x",
        "a\u0000b",
        "line\nbreak",
        "x".repeat(1_000),
        "語".repeat(1_000),
        "📞".repeat(300) + ".zip");
  }

  @ParameterizedTest
  @MethodSource("hostileNames")
  void hostileNameStaysInItsFolder(String fileName) throws Exception {
    post(new Request("id-1", payload(fileName, OBJECT.length)));
    ReceiverEvent.Saved saved = (ReceiverEvent.Saved) until(ReceiverEvent.Saved.class).getLast();
    Path folder = directory.resolve("received/id-1");
    assertThat(saved.file().normalize().getParent()).isEqualTo(folder);
    try (Stream<Path> files = Files.walk(directory)) {
      assertThat(files.filter(Files::isRegularFile).filter(file -> !inInbox(file)))
          .containsExactly(saved.file());
    }
    assertThat(saved.file()).hasBinaryContent(OBJECT);
  }

  @Test
  void announcementShowsNoToken() throws IOException {
    Announcement read =
        Announcement.read(payload("report.zip", 1).getBytes(StandardCharsets.UTF_8));
    assertThat(read.toString()).contains("report.zip").doesNotContain("link");
  }

  @Test
  void takenPortIsExplainedInOneSentence() {
    int port = receiver.url().getPort();
    assertThatThrownBy(() -> DemoReceiver.start(port, KEY, directory, events::add))
        .isInstanceOf(StartFailure.class)
        .hasMessage("Port " + port + " is in use; choose another one.");
  }

  /// The events up to the first one of this kind, which is the last of the list.
  private List<ReceiverEvent> until(Class<? extends ReceiverEvent> kind) throws Exception {
    List<ReceiverEvent> seen = new ArrayList<>();
    do {
      ReceiverEvent event = events.poll(20, TimeUnit.SECONDS);
      assertThat(event).as("after " + seen).isNotNull();
      seen.add(event);
    } while (!kind.isInstance(seen.getLast()));
    return seen;
  }

  private static List<String> kinds(List<ReceiverEvent> seen) {
    return seen.stream().map(event -> event.getClass().getSimpleName()).toList();
  }

  private int post(Request request) throws IOException, InterruptedException {
    return post(request, Map.of());
  }

  private int post(Request request, Map<String, String> changed)
      throws IOException, InterruptedException {
    HttpRequest.Builder post =
        HttpRequest.newBuilder(receiver.url())
            .POST(HttpRequest.BodyPublishers.ofString(request.body()));
    request.headers().forEach(post::setHeader);
    changed.forEach(post::setHeader);
    return http.send(post.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private boolean inInbox(Path file) {
    return file.startsWith(directory.resolve("received/.inbox"));
  }

  private String payload(String fileName, long size) {
    return payload(fileName, size, "");
  }

  private String payload(String fileName, long size, String error) {
    return new ObjectMapper()
        .createObjectNode()
        .put("callbackURL", store.link().toString())
        .put("fileName", fileName)
        .put("fileSizeInBytes", size)
        .put("numberOfLines", 1)
        .put("taskName", "Task")
        .put("error", error)
        .toString();
  }

  /// A request signed as the contract says.
  private record Request(String id, String body, long signedAt) {
    Request(String id, String body) {
      this(id, body, Instant.now().getEpochSecond());
    }

    Map<String, String> headers() {
      return Map.of(
          "webhook-id",
          id,
          "webhook-timestamp",
          Long.toString(signedAt),
          "webhook-signature",
          standardSignature(),
          "X-CDR-Signature",
          mac("HmacSHA512", body));
    }

    String standardSignature() {
      return "v1," + mac("HmacSHA256", id + "." + signedAt + "." + body);
    }

    private static String mac(String algorithm, String text) {
      try {
        Mac mac = Mac.getInstance(algorithm);
        mac.init(KEY.forMac(algorithm));
        return Base64.getEncoder()
            .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }
}
