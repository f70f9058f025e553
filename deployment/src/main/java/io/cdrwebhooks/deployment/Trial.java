package io.cdrwebhooks.deployment;

import static io.cdrwebhooks.deployment.TrialFailure.expect;

import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.deployment.TrialReceiver.Webhook;
import io.cdrwebhooks.local.Steps;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import software.amazon.awssdk.core.sync.RequestBody;

/// A configuration, a task and a receiver that a trial uses in a deployed environment.
///
/// Closing it removes the configuration and the task. Uploaded reports stay in their bucket, and
/// their deliveries stay stored, for as long as the environment keeps them.
final class Trial implements AutoCloseable {
  static final Duration WEBHOOK_TIMEOUT = Duration.ofSeconds(60);
  private static final int LINES = 1000;

  final Environment environment;
  final Web web;
  final Api api;
  final Steps steps;
  final TrialReceiver receiver;
  final String id = UUID.randomUUID().toString().substring(0, 8);
  final String configuration;
  final SignatureKey key;
  private final long taskId =
      Math.floorMod(UUID.randomUUID().getMostSignificantBits(), 1L << 52) + 1;
  private final byte[] report = report();
  final CleanUps cleanUps;

  /// `receiverUrl` is the address to which the deployment sends; it leads to `receiverPort` of
  /// 127.0.0.1.
  Trial(Environment environment, Web web, URI receiverUrl, int receiverPort, Steps steps) {
    this.environment = environment;
    this.web = web;
    this.api = Api.of(environment, web, System.getenv());
    this.steps = steps;
    key = new SignatureKey(UUID.randomUUID().toString());
    cleanUps = new CleanUps(steps);
    receiver = TrialReceiver.start(receiverPort, key);
    cleanUps.add("the trial's receiver", receiver::close);
    try {
      configuration = configure(receiverUrl, key);
    } catch (RuntimeException e) {
      try {
        cleanUps.close();
      } catch (TrialFailure left) {
        e.addSuppressed(left);
      }
      throw e;
    }
    steps.step("operator", "created configuration " + configuration + " and task " + taskId);
  }

  private String configure(URI receiverUrl, SignatureKey key) {
    String signature = new String(key.bytes(), StandardCharsets.UTF_8);
    Answer made =
        api.send(
            "POST",
            "/webhook-configurations",
            ("{\"name\": \"Trial %s\", \"url\": \"%s\", \"signature\": \"%s\","
                    + " \"receiverRequests\": {\"enabled\": true}}")
                .formatted(id, receiverUrl, signature));
    made.require(201, "a new configuration");
    String path = "/webhook-configurations/" + made.text("id");
    cleanUps.add("configuration " + made.text("id"), () -> remove(path));
    Answer task =
        api.send(
            "PUT",
            "/cdr-tasks/" + taskId,
            "{\"taskName\": \"Trial %s\", \"webhookConfigurationId\": \"%s\"}"
                .formatted(id, made.text("id")));
    task.require(201, "a new task");
    cleanUps.add("task " + taskId, () -> remove("/cdr-tasks/" + taskId));
    return made.text("id");
  }

  /// Exports the trial's report under a name.
  void upload(String fileName) {
    String key = "reports/" + taskId + "/" + fileName;
    var _ =
        environment
            .account()
            .s3()
            .putObject(
                put ->
                    put.bucket(environment.reportBucket()).key(key).contentType("application/zip"),
                RequestBody.fromBytes(report));
    steps.step("exporter", "uploaded " + key + ", " + report.length + " bytes");
  }

  /// Waits for the next webhook. It must announce the trial's report, and its answer must have been
  /// `status`.
  Webhook expectWebhook(int status) {
    Webhook webhook = receiver.next(WEBHOOK_TIMEOUT);
    expect("The answer to the webhook", status, webhook.status());
    expect("The announced size", (long) report.length, webhook.announcement().fileSizeInBytes());
    expect("The announced lines", (long) LINES, webhook.announcement().numberOfLines());
    expect("The announced error", "", webhook.announcement().error());
    return webhook;
  }

  /// Checks that the link leads to the bytes that were uploaded.
  void expectReportAt(URI link) {
    Answer redirect = web.get(link);
    expect("The link's status", 302, redirect.status());
    Answer file = web.get(URI.create(redirect.header("Location")));
    expect("The object store's status", 200, file.status());
    expect("The bytes equal the uploaded ones", true, file.holds(report));
    steps.step(
        "receiver", "link followed: 302 to the object store, " + report.length + " equal bytes");
  }

  private static byte[] report() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("trial.csv"));
      for (int line = 0; line < LINES; line++) {
        zip.write((line + ";" + UUID.randomUUID() + "\n").getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    cleanUps.close();
    steps.step("operator", "removed what the trial had created");
  }

  private void remove(String path) {
    String revision = api.get(path).header("ETag");
    Answer removed = api.send("DELETE", path, "", "If-Match", revision);
    expect("The answer to DELETE " + path, 204, removed.status());
  }
}
