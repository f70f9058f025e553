package io.cdrwebhooks.local;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.emulators.EmulatorException;
import io.cdrwebhooks.hash.Sha256;
import io.cdrwebhooks.local.receiver.DemoReceiver;
import io.cdrwebhooks.local.receiver.ReceiverEvent;
import io.cdrwebhooks.local.start.PrivateFile;
import io.cdrwebhooks.local.start.StartFailure;
import io.cdrwebhooks.local.token.ApiToken;
import io.cdrwebhooks.log.Metrics;
import io.cdrwebhooks.report.TaskId;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// `make demo`: sends one report from the exporter's upload to the receiver's disk, and prints
/// every step with its time.
///
/// Exits with 0 only if the files are equal, the signatures are valid, and no part of the system
/// has logged or printed a secret.
public final class Demo {
  private static final Duration EVENT_TIMEOUT = Duration.ofSeconds(60);
  private static final TaskId TASK = new TaskId(1);

  private final Path report;
  private final Path directory;
  private final Steps steps;
  private final SecretSearch search;
  private final LocalSecrets secrets = LocalSecrets.random(new SecureRandom());
  private final BlockingQueue<ReceiverEvent> events = new LinkedBlockingQueue<>();

  /// The secrets that must not appear anywhere, by their names.
  private final Map<String, String> keys = new LinkedHashMap<>();

  private Demo(Path report, Path directory, SecretSearch search) {
    this.report = report;
    this.directory = directory;
    this.search = search;
    this.steps = new Steps(System.out);
    keys.put("S3 secret key", secrets.accessKey().secret());
    keys.put("Signature", new String(secrets.signature().bytes(), StandardCharsets.UTF_8));
  }

  /// Arguments: the report, and a directory of this run alone, for the saved files and the log.
  public static void main(String[] arguments) throws Exception {
    Path report = Path.of(arguments[0]);
    if (!Files.isRegularFile(report)) {
      System.err.println("There is no report at " + report + "; give one with REPORT=file.zip.");
      System.exit(1);
    }
    Path directory = Path.of(arguments[1]);
    PrivateFile.createFolder(directory);
    SecretSearch search = new SecretSearch();
    // The streams are replaced before any library stores them.
    System.setOut(search.watched(System.out));
    System.setErr(search.watched(System.err));
    try {
      System.exit(new Demo(report, directory, search).run() ? 0 : 1);
    } catch (StartFailure | EmulatorException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private boolean run() throws IOException, InterruptedException {
    steps.title("CDR Webhooks: one report, end to end");
    boolean arrived = arrives(directory.resolve("received"));
    // The search comes after the stop, because it includes the last output.
    boolean secretsKept = nothingLeaked();
    boolean succeeded = arrived && secretsKept;
    steps.step(
        "demo", succeeded ? "OK: delivered, signed, fetched, equal, nothing leaked" : "FAILED");
    return succeeded;
  }

  /// Returns whether the report is delivered, stored and equal. Stops everything afterwards.
  private boolean arrives(Path received) throws IOException, InterruptedException {
    try (PrintWriter logFile =
            new PrintWriter(Files.newBufferedWriter(directory.resolve("log.jsonl")), true);
        LocalSystem system =
            LocalSystem.start(
                LocalSettings.onFreePorts(secrets, Optional.empty()),
                new LocalNotices(logFile::println, _ -> {}),
                inputs(logFile));
        DemoReceiver receiver =
            DemoReceiver.start(0, secrets.signature(), received, this::record)) {
      steps.step(
          "system", "up: S3Proxy, ElasticMQ, Dynalite, five functions, API at " + system.apiUrl());
      ApiToken token = system.issueToken();
      keys.put("API token", token.reveal());
      ApiClient api = setUp(system.apiUrl(), token, receiver.url());
      upload(system.s3Url());
      Optional<ReceiverEvent.Saved> saved = follow();
      if (saved.isEmpty()) {
        steps.step(
            "demo", "FAILED: the report did not arrive; see " + directory.resolve("log.jsonl"));
        return false;
      }
      boolean delivered = delivered(api, saved.get().id());
      return equal(saved.get().file()) && delivered;
    }
  }

  private void record(ReceiverEvent event) {
    search.remember(event);
    events.add(event);
  }

  private RuntimeInputs inputs(PrintWriter logFile) {
    return new RuntimeInputs(
        InstantSource.system(),
        search::token,
        new SecureRandom()::nextDouble,
        search.log(logFile::println),
        new Metrics(InstantSource.system(), logFile::println));
  }

  private ApiClient setUp(URI apiUrl, ApiToken token, URI receiverUrl)
      throws IOException, InterruptedException {
    ApiClient api = new ApiClient(apiUrl, token);
    String id = api.createConfiguration("Demo receiver", receiverUrl, secrets.signature());
    api.createTask(TASK, "Demo task", id);
    steps.step(
        "operator", "webhook configuration " + id + " -> " + receiverUrl + ", used by task 1");
    return api;
  }

  private void upload(URI s3Url) throws IOException {
    String key = "reports/" + TASK + "/" + report.getFileName();
    new Exporter(s3Url, secrets.accessKey()).upload(report, key);
    steps.step(
        "exporter",
        "uploaded s3://%s/%s, %,d bytes".formatted(LocalSettings.BUCKET, key, Files.size(report)));
  }

  /// Prints the receiver's events until the file is saved; returns empty if it cannot be saved any
  /// more.
  private Optional<ReceiverEvent.Saved> follow() throws InterruptedException {
    while (true) {
      ReceiverEvent event = events.poll(EVENT_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
      if (event == null) {
        return Optional.empty();
      }
      steps.step("receiver", LogLines.printable(event.sentence()));
      switch (event) {
        case ReceiverEvent.Saved saved -> {
          return Optional.of(saved);
        }
        case ReceiverEvent.Refused _, ReceiverEvent.Unreadable _, ReceiverEvent.ErrorSaved _ -> {
          return Optional.empty();
        }
        case ReceiverEvent.Accepted _,
            ReceiverEvent.Noticed _,
            ReceiverEvent.NotKept _,
            ReceiverEvent.DownloadFailed _,
            ReceiverEvent.Repeated _,
            ReceiverEvent.LinkFollowed _,
            ReceiverEvent.Resumed _ -> {}
      }
    }
  }

  /// Polls the delivery until it is complete: the record is updated moments after the receiver's
  /// answer.
  private boolean delivered(ApiClient api, String id) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + EVENT_TIMEOUT.toNanos();
    JsonNode delivery = api.get("/deliveries/" + id);
    while (!isComplete(delivery) && System.nanoTime() < deadline) {
      Thread.sleep(Duration.ofMillis(20));
      delivery = api.get("/deliveries/" + id);
    }
    steps.step(
        "operator",
        "delivery is %s, %d attempt, link followed at %s"
            .formatted(
                delivery.path("status").asText(),
                delivery.path("attempts").size(),
                delivery.path("linkFollowedAt").asText()));
    return isComplete(delivery);
  }

  private static boolean isComplete(JsonNode delivery) {
    return delivery.path("status").asText().equals("DELIVERED")
        && delivery.path("linkFollowedAt").isTextual();
  }

  private boolean equal(Path received) throws IOException {
    String sent = Sha256.hex(report);
    String got = Sha256.hex(received);
    steps.step("check", "SHA-256 uploaded " + sent);
    steps.step("check", "SHA-256 received " + got + (sent.equals(got) ? ", equal" : ", DIFFERENT"));
    return sent.equals(got);
  }

  private boolean nothingLeaked() {
    List<String> leaks = search.leaks(keys);
    steps.step(
        "check",
        "%d log lines searched for %d access token and %d keys: %s"
            .formatted(
                search.lines(),
                search.tokens(),
                keys.size(),
                leaks.isEmpty() ? "none found" : "FOUND " + leaks));
    return leaks.isEmpty() && search.lines() > 0 && search.tokens() > 0 && search.signatures() > 0;
  }
}
