package io.cdrwebhooks.local.isolation;

import io.cdrwebhooks.configuration.ReceiverRules;
import io.cdrwebhooks.configuration.SendLimits;
import io.cdrwebhooks.dispatch.RuntimeInputs;
import io.cdrwebhooks.emulators.AwsEndpoints;
import io.cdrwebhooks.local.ConfigurationClient;
import io.cdrwebhooks.local.LocalQueues;
import io.cdrwebhooks.local.LocalSecrets;
import io.cdrwebhooks.local.LocalSettings;
import io.cdrwebhooks.local.LocalSystem;
import io.cdrwebhooks.local.token.TokenSettings;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.log.Metrics;
import io.cdrwebhooks.report.TaskId;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// The local system with its data in memory and its log in a file, its receivers, and an exporter.
final class Stand implements AutoCloseable {
  private final LocalSecrets secrets = LocalSecrets.random(new SecureRandom());
  private final AtomicInteger recorded = new AtomicInteger();
  private final List<Receiver> receivers = new ArrayList<>();
  private final RequestBody report;
  private final PrintWriter log;
  private final LocalSystem system;
  private final ConfigurationClient api;
  private final S3Client s3;

  Stand(Path report, Path log) throws IOException, InterruptedException {
    this.report = RequestBody.fromBytes(Files.readAllBytes(report));
    this.log = new PrintWriter(log.toFile(), StandardCharsets.UTF_8);
    system =
        LocalSystem.start(
            new LocalSettings(
                LocalSettings.Ports.FREE,
                Optional.empty(),
                secrets,
                LocalQueues.STANDARD,
                ReceiverRules.LOCAL,
                TokenSettings.STANDARD),
            _ -> {},
            new RuntimeInputs(
                InstantSource.system(),
                UUID::randomUUID,
                () -> ThreadLocalRandom.current().nextDouble(),
                new EventLog(InstantSource.system(), this::write),
                new Metrics(InstantSource.system(), this::write)));
    api = new ConfigurationClient(system.apiUrl(), system.issueToken());
    s3 =
        S3Client.builder()
            .endpointOverride(system.s3Url())
            .forcePathStyle(true)
            .region(Region.of(AwsEndpoints.REGION))
            .credentialsProvider(secrets.accessKey().credentials())
            .httpClient(UrlConnectionHttpClient.create())
            .build();
  }

  private void write(String line) {
    if (line.contains("\"delivery.recorded\"")) {
      recorded.incrementAndGet();
    }
    log.println(line);
    log.flush();
  }

  /// How many deliveries the table has.
  int recorded() {
    return recorded.get();
  }

  /// The receiver of the task's reports.
  Receiver receiver(TaskId task, Optional<Duration> answersAfter, SendLimits limits)
      throws IOException, InterruptedException {
    Receiver receiver = Receiver.start(answersAfter);
    receivers.add(receiver);
    String name = "Receiver of task " + task;
    String id = api.createConfiguration(name, receiver.url(), secrets.signature(), limits);
    api.createTask(task, "Task " + task, id);
    return receiver;
  }

  void upload(TaskId task, String fileName) {
    String key = "reports/%s/%s".formatted(task, fileName);
    var _ = s3.putObject(put -> put.bucket(LocalSettings.BUCKET).key(key), report);
  }

  /// Ends the receivers first: open requests then end at once.
  @Override
  public void close() throws IOException {
    for (Receiver receiver : receivers) {
      receiver.close();
    }
    s3.close();
    system.close();
    log.close();
  }
}
