package io.cdrwebhooks.local.receiver;

import io.cdrwebhooks.configuration.SignatureKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// The demo receiver as a process with the settings of the receiver kit, until it is killed.
final class ReceiverProcess {
  private ReceiverProcess() {}

  public static void main(String[] arguments) throws InterruptedException {
    Map<String, String> settings = System.getenv();
    double pause = Double.parseDouble(settings.getOrDefault("CDR_RETRY_SECONDS", "1"));
    try (DemoReceiver receiver =
        DemoReceiver.start(
            Integer.parseInt(settings.get("PORT")),
            settings.get("CDR_SIGNATURES").lines().map(SignatureKey::new).toList(),
            Path.of(settings.get("CDR_FOLDER")),
            Duration.ofMillis((long) (pause * 1_000)),
            event -> System.out.println(event))) {
      System.out.println("listening at " + receiver.url());
      Thread.currentThread().join();
    }
  }
}
