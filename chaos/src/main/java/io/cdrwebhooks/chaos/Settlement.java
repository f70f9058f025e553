package io.cdrwebhooks.chaos;

import io.cdrwebhooks.chaos.world.Recipient.Part;
import io.cdrwebhooks.chaos.world.Upload;
import io.cdrwebhooks.delivery.Delivery;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Waits until nothing is pending any more, or says what is stuck.
final class Settlement {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final int TOLD_EVERY = 20;
  private static final int MOST_NAMED = 20;

  private final Stage stage;
  private final PrintStream out;
  private List<Upload> waiting;

  Settlement(Stage stage, PrintStream out) {
    this.stage = stage;
    this.out = out;
    this.waiting = List.copyOf(stage.world.uploads().all());
  }

  void await(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    int all = waiting.size();
    for (int look = 0; !waiting.isEmpty() && System.nanoTime() < deadline; look++) {
      waiting = waiting.stream().filter(upload -> !isSettled(upload)).toList();
      if (look % TOLD_EVERY == 0 || waiting.isEmpty()) {
        out.printf("%d of %d deliveries settled%n", all - waiting.size(), all);
      }
      if (!stage.dispatch.isAlive()) {
        throw new IllegalStateException("the dispatch process died by itself");
      }
      Thread.sleep(BETWEEN_LOOKS);
    }
  }

  private boolean isSettled(Upload upload) {
    Optional<Delivery> delivery = stage.registry.deliveries().find(upload.id());
    return delivery
        .filter(
            found ->
                switch (found.status()) {
                  case PENDING, HELD, UNROUTED -> false;
                  case DELIVERED -> true;
                  // Somebody must be told, and that too can take its time.
                  case FAILED ->
                      upload.recipient().part() != Part.NEVER || found.progress().dueAt().isEmpty();
                })
        .isPresent();
  }

  List<String> stuck() {
    List<String> stuck = new ArrayList<>();
    for (Upload upload : waiting.subList(0, Math.min(MOST_NAMED, waiting.size()))) {
      String stands =
          stage
              .registry
              .deliveries()
              .find(upload.id())
              .map(
                  found ->
                      found.status()
                          + " after attempt "
                          + found.progress().lastAttempt()
                          + ", due "
                          + found.progress().dueAt().map(Object::toString).orElse("never")
                          + ", "
                          + found.progress().reason())
              .orElse("not recorded");
      stuck.add("stuck: " + upload.id() + " for " + upload.recipient() + " is " + stands);
    }
    if (waiting.size() > MOST_NAMED) {
      stuck.add("stuck: " + (waiting.size() - MOST_NAMED) + " more");
    }
    return stuck;
  }
}
