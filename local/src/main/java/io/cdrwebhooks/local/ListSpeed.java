package io.cdrwebhooks.local;

import io.cdrwebhooks.aws.dynamodb.DynamoDbDeliveries;
import io.cdrwebhooks.aws.dynamodb.TableNames;
import io.cdrwebhooks.configuration.ReceiverRules;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.dispatch.RuntimeInputs;
import io.cdrwebhooks.emulators.EmulatorException;
import io.cdrwebhooks.local.token.TokenSettings;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.log.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// `make list-speed`: how long a page of 100 deliveries takes at the API when very many are stored.
///
/// The pages are asked for through the local gateway, as the console asks for them, from tables on
/// disk, as `make run` has them. Exits with 1 only if a page is wrong, however slow they are.
public final class ListSpeed {
  private static final Duration TARGET = Duration.ofMillis(100);
  private static final int MOST_STORED = 1_000_000;
  private static final int WRITERS = 8;
  private static final int WARM_UP = 20;
  private static final int RUNS = 50;

  private final ManyDeliveries stock;
  private final LocalSecrets secrets = LocalSecrets.random(new SecureRandom());

  private ListSpeed(ManyDeliveries stock) {
    this.stock = stock;
  }

  /// Arguments: how many deliveries to store, and a directory for them, which is emptied.
  public static void main(String[] arguments) throws InterruptedException {
    try {
      if (arguments.length != 2) {
        throw new StartFailure("Needed: a number of deliveries and a directory.");
      }
      new ListSpeed(new ManyDeliveries(count(arguments[0]), now())).run(Path.of(arguments[1]));
    } catch (StartFailure | EmulatorException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    } catch (IOException e) {
      System.err.println("A list could not be measured: " + e);
      System.exit(1);
    }
  }

  private static int count(String text) {
    int count = text.matches("[1-9][0-9]{0,6}") ? Integer.parseInt(text) : 0;
    if (count < 1 || count > MOST_STORED) {
      throw new StartFailure("DELIVERIES is a number from 1 to " + MOST_STORED + ".");
    }
    return count;
  }

  private void run(Path directory) throws IOException, InterruptedException {
    empty(directory);
    try (LocalSystem system =
        LocalSystem.start(settings(directory), LocalNotices.inMemory(_ -> {}), inputs())) {
      long start = System.nanoTime();
      store(
          new DynamoDbDeliveries(
              system.clients().dynamoDb(), TableNames.withPrefix("").deliveries()));
      System.out.printf(
          "%,d deliveries stored in %d s.%n", stock.count(), seconds(System.nanoTime() - start));
      ConfigurationClient api = new ConfigurationClient(system.apiUrl(), system.issueToken());
      System.out.printf(
          "GET /deliveries?limit=100 through the local gateway, %d times each; "
              + "wanted: a median under %d ms.%n",
          RUNS, TARGET.toMillis());
      List<ManyDeliveries.Query> queries = stock.queries();
      for (ManyDeliveries.Query query : queries) {
        var _ = times(api, query, WARM_UP);
      }
      for (ManyDeliveries.Query query : queries) {
        print(query, times(api, query, RUNS));
      }
    }
  }

  /// In milliseconds, sorted.
  private static double[] times(ConfigurationClient api, ManyDeliveries.Query query, int runs)
      throws IOException, InterruptedException {
    double[] millis = new double[runs];
    for (int run = 0; run < runs; run++) {
      long start = System.nanoTime();
      int rows = api.deliveries(query.parameters() + "&limit=100").required("items").size();
      millis[run] = (System.nanoTime() - start) / 1e6;
      if (rows != query.rows()) {
        throw new StartFailure(
            "%s: %d rows instead of %d".formatted(query.name(), rows, query.rows()));
      }
    }
    Arrays.sort(millis);
    return millis;
  }

  private static void print(ManyDeliveries.Query query, double[] millis) {
    System.out.printf(
        "  %-24s %3d rows   median %6.1f ms   p99 %6.1f ms   %s%n",
        query.name(),
        query.rows(),
        rank(millis, 0.5),
        rank(millis, 0.99),
        rank(millis, 0.5) < TARGET.toMillis() ? "ok" : "SLOW");
  }

  /// The nearest rank.
  private static double rank(double[] sorted, double part) {
    return sorted[(int) Math.ceil(part * sorted.length) - 1];
  }

  private void store(Deliveries deliveries) throws IOException, InterruptedException {
    try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
      List<Future<?>> writing =
          IntStream.range(0, WRITERS)
              .<Future<?>>mapToObj(writer -> writers.submit(() -> store(deliveries, writer)))
              .toList();
      for (Future<?> each : writing) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("the deliveries could not be stored", e.getCause());
    }
  }

  private void store(Deliveries deliveries, int writer) {
    int tenth = Math.max(1, stock.count() / 10);
    for (int number = writer; number < stock.count(); number += WRITERS) {
      Delivery delivery = stock.delivery(number);
      if (!(deliveries.record(delivery) instanceof Deliveries.Recording.Recorded)) {
        throw new IllegalStateException("stored twice: " + delivery.id());
      }
      if (number > 0 && number % tenth == 0) {
        System.err.printf("%,d of %,d stored%n", number, stock.count());
      }
    }
  }

  private LocalSettings settings(Path directory) {
    return new LocalSettings(
        LocalSettings.Ports.FREE,
        Optional.of(directory),
        secrets,
        LocalQueues.STANDARD,
        ReceiverRules.LOCAL,
        TokenSettings.STANDARD);
  }

  private static RuntimeInputs inputs() {
    return new RuntimeInputs(
        InstantSource.system(),
        UUID::randomUUID,
        () -> 0,
        new EventLog(InstantSource.system(), _ -> {}),
        new Metrics(InstantSource.system(), _ -> {}));
  }

  private static void empty(Path directory) throws IOException {
    Files.createDirectories(directory);
    List<Path> old;
    try (Stream<Path> tree = Files.walk(directory)) {
      old = tree.filter(path -> !path.equals(directory)).sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : old) {
      Files.delete(path);
    }
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  private static long seconds(long nanos) {
    return Duration.ofNanos(nanos).toSeconds();
  }
}
