package io.cdrwebhooks.chaos;

import io.cdrwebhooks.chaos.world.Recipient;
import io.cdrwebhooks.chaos.world.Recipient.Part;
import io.cdrwebhooks.chaos.world.Upload;
import io.cdrwebhooks.chaos.world.Visit;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryStatus;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Plays the receiver that answers 410 until its configuration is disabled. Then the receiver must
/// get no requests, until the operator enables the configuration again.
final class GoneReceiver {
  private static final Duration DISABLE_TIMEOUT = Duration.ofMinutes(5);
  private static final Duration LAST_REQUESTS = Duration.ofSeconds(20);
  private static final Duration LEASE_AND_MORE = Duration.ofSeconds(80);

  private final Stage stage;
  private final PrintStream out;
  private final Recipient recipient;
  final Collection<String> complaints = new ConcurrentLinkedQueue<>();
  private final CountDownLatch ended = new CountDownLatch(1);

  GoneReceiver(Stage stage, PrintStream out) {
    this.stage = stage;
    this.out = out;
    this.recipient = stage.only(Part.GONE);
  }

  /// Starts a thread that plays the receiver, and returns at once.
  void begin() {
    Thread.ofPlatform().daemon().name("gone").start(this::play);
  }

  private void play() {
    try {
      stage.goneAnswers410.set(true);
      Instant deadline = Instant.now().plus(DISABLE_TIMEOUT);
      while (stage.world.isEnabled(recipient) && Instant.now().isBefore(deadline)) {
        Thread.sleep(100);
      }
      Instant disabledAt = Instant.now();
      stage.goneAnswers410.set(false);
      if (stage.world.isEnabled(recipient)) {
        if (stage.received.answered410.get() > 0) {
          complaints.add("a 410 must disable the configuration of " + recipient);
        } else {
          out.println("no request reached " + recipient + ", so its 410 was not tested");
        }
        return;
      }
      Thread.sleep(stage.settings.faultsLast().dividedBy(4));
      checkHeld(disabledAt);
      stage.world.enable(recipient);
    } catch (IOException e) {
      complaints.add("the API failed: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended.countDown();
    }
  }

  private void checkHeld(Instant disabledAt) throws InterruptedException {
    // The process that got the 410 may have been killed before it recorded the attempt.
    Instant deadline = Instant.now().plus(LEASE_AND_MORE);
    while (held() == 0 && Instant.now().isBefore(deadline)) {
      Thread.sleep(100);
    }
    if (held() == 0) {
      complaints.add("no delivery was held while " + recipient + " was disabled");
    }
    for (Visit visit : stage.received.visits()) {
      if (visit.receiver().equals(recipient.name())
          && visit.arrivedAt().isAfter(disabledAt.plus(LAST_REQUESTS))) {
        complaints.add("request to a disabled configuration: " + visit);
      }
    }
  }

  private long held() {
    return stage.world.uploads().all().stream()
        .filter(upload -> upload.recipient().equals(recipient))
        .map(Upload::id)
        .flatMap(id -> stage.world.deliveries().find(id).map(Delivery::status).stream())
        .filter(DeliveryStatus.HELD::equals)
        .count();
  }

  void awaitEnd() throws InterruptedException {
    if (!ended.await(DISABLE_TIMEOUT.toSeconds() * 2, TimeUnit.SECONDS)) {
      complaints.add(
          "the checks of " + recipient + " must end within " + DISABLE_TIMEOUT.multipliedBy(2));
    }
  }
}
