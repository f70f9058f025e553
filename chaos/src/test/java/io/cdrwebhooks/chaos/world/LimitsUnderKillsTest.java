package io.cdrwebhooks.chaos.world;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cdrwebhooks.aws.dynamodb.DynamoDbDeliveries;
import io.cdrwebhooks.aws.sqs.SqsWorkMessages;
import io.cdrwebhooks.aws.sqs.WorkQueues;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.local.ApiClient;
import io.cdrwebhooks.local.LocalQueues;
import io.cdrwebhooks.local.LocalSystem;
import io.cdrwebhooks.terms.SendLimits;
import io.cdrwebhooks.testing.Samples;
import io.cdrwebhooks.work.DueWork;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Tests a configuration's limits from the receiver's view, while two dispatch processes share its
/// lane and are killed.
@Tag("long") // a killed process holds its lane for half a minute
class LimitsUnderKillsTest {
  private static final SendLimits LIMITS = new SendLimits(4, OptionalInt.of(10));
  private static final SignatureKey KEY = new SignatureKey("not-a-secret-but-long-enough");
  private static final int DELIVERIES = 300;

  /// The number of requests that the receiver answers slowly.
  private static final int SLOW = 120;

  @TempDir Path folder;

  private final Receiver receiver = new Receiver();

  @Test
  @Timeout(400)
  void receiverLimitsHoldWhileLaneHoldersAreKilled() throws Exception {
    try (World world = new World(new Dice(1))) {
      ConfigurationId configuration =
          new ConfigurationId(
              new ApiClient(world.system().apiUrl(), world.system().issueToken())
                  .createConfiguration("Receiver", receiver.start(), KEY, LIMITS));
      record(world, configuration);
      try (DispatchChild one = start(world, "one");
          DispatchChild other = start(world, "other")) {
        receiver.awaitRequests(60);
        one.killAndStartAgain();
        receiver.awaitRequests(200);
        one.killAndStartAgain();
        other.killAndStartAgain();
        receiver.awaitDifferent(DELIVERIES);
      }
      assertThat(receiver.mostOpen.get())
          .as("most requests open at once")
          .isLessThanOrEqualTo(LIMITS.maxInFlight());
      assertThat(receiver.mostInTenSeconds())
          .as("most requests in ten seconds")
          .isLessThanOrEqualTo(110);
      assertThat(receiver.times).as("a kill may cost a repeat").hasSizeLessThan(DELIVERIES + 20);
    } finally {
      receiver.server.stop(0);
    }
  }

  private static void record(World world, ConfigurationId configuration) {
    DynamoDbDeliveries deliveries =
        new DynamoDbDeliveries(
            world.system().clients().dynamoDb(), LocalSystem.TABLES.deliveries());
    SqsWorkMessages workMessages =
        new SqsWorkMessages(
            world.system().clients()::sqs,
            new WorkQueues(
                URI.create(world.system().queueUrl(LocalQueues.DUE_ATTEMPTS)),
                URI.create(world.system().queueUrl(LocalQueues.BACKGROUND_WORK))));
    for (int i = 0; i < DELIVERIES; i++) {
      Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
      Delivery delivery = Samples.delivery(Samples.report(Samples.taskId()), configuration, now);
      var _ = deliveries.record(delivery);
      workMessages.send(new DueWork.OfLane(configuration, delivery.id()), Duration.ZERO);
    }
  }

  private DispatchChild start(World world, String name) throws IOException {
    Path mine = Files.createDirectories(folder.resolve(name));
    return DispatchChild.start(
        new DispatchProcess.Settings(
            world.system().dynamoDbUrl(),
            world.system().s3Url(),
            URI.create(world.system().sqsUrl() + world.queuesPath()),
            world.system().apiUrl(),
            world.system().signatureKey(),
            1),
        mine);
  }

  /// Answers 200. For the first requests it takes a second, so that as many are open at once as the
  /// limit allows; then a tenth of a second: without a rate limit, four at once are 40 a second.
  private static final class Receiver {
    private final Queue<Long> times = new ConcurrentLinkedQueue<>();
    private final Set<String> ids = ConcurrentHashMap.newKeySet();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();
    private HttpServer server;

    URI start() throws IOException {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      server = HttpServer.create(address, 0);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext("/", this::handle);
      server.start();
      return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/in");
    }

    private void handle(HttpExchange exchange) throws IOException {
      mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
      try (exchange) {
        note(exchange.getRequestHeaders().getFirst("webhook-id"));
        var _ = exchange.getRequestBody().readAllBytes();
        Thread.sleep(times.size() <= SLOW ? 1_000 : 100); // the receiver's own work
        open.decrementAndGet();
        exchange.sendResponseHeaders(200, -1);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private synchronized void note(String id) {
      times.add(System.nanoTime());
      ids.add(id);
      notifyAll();
    }

    synchronized void awaitRequests(int number) throws InterruptedException {
      while (times.size() < number) {
        wait();
      }
    }

    synchronized void awaitDifferent(int number) throws InterruptedException {
      while (ids.size() < number) {
        wait();
      }
    }

    int mostInTenSeconds() {
      List<Long> sorted = times.stream().sorted().toList();
      int most = 0;
      int first = 0;
      for (int last = 0; last < sorted.size(); last++) {
        while (sorted.get(last) - sorted.get(first) >= TimeUnit.SECONDS.toNanos(10)) {
          first++;
        }
        most = Math.max(most, last - first + 1);
      }
      return most;
    }
  }
}
