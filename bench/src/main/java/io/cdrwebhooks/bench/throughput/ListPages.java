package io.cdrwebhooks.bench.throughput;

import io.cdrwebhooks.aws.dynamodb.DynamoDbDeliveries;
import io.cdrwebhooks.aws.dynamodb.TableNames;
import io.cdrwebhooks.bench.Figure;
import io.cdrwebhooks.bench.Parallel;
import io.cdrwebhooks.bench.Section;
import io.cdrwebhooks.bench.Stage;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.dispatch.RuntimeInputs;
import io.cdrwebhooks.local.ConfigurationClient;
import io.cdrwebhooks.local.LocalSecrets;
import io.cdrwebhooks.local.LocalSettings;
import io.cdrwebhooks.local.LocalSystem;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.log.Metrics;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/// How long a page of 100 deliveries takes at the API when 100,000 are stored.
///
/// The pages are asked for through the local gateway, as the console asks for them, from tables on
/// disk, as `make run` has them.
public record ListPages(int stored, int pages) implements Section {
  private static final double MOST_MILLIS = 100;
  private static final int WRITERS = 8;

  /// As `make bench` has it.
  public ListPages() {
    this(100_000, 50);
  }

  /// @throws IOException if a page has not the rows that it should have
  @Override
  public List<Figure> measure(Stage stage) throws IOException, InterruptedException {
    ManyDeliveries stock = new ManyDeliveries(stored, Instant.now().truncatedTo(ChronoUnit.MILLIS));
    LocalSettings settings =
        SystemProcess.settings(
            LocalSecrets.random(new SecureRandom()), Optional.of(stage.scratch()));
    try (LocalSystem system = LocalSystem.start(settings, _ -> {}, inputs())) {
      stage.say("storing %,d deliveries".formatted(stored));
      store(
          stock,
          new DynamoDbDeliveries(
              system.clients().dynamoDb(), TableNames.withPrefix("").deliveries()));
      ConfigurationClient api = new ConfigurationClient(system.apiUrl(), system.issueToken());
      List<Figure> figures = new ArrayList<>();
      for (ManyDeliveries.Query query : stock.queries()) {
        stage.say(query.name());
        List<Double> millis = new ArrayList<>();
        for (int page = 0; page < 2 * pages; page++) {
          millis.add(millis(api, query));
        }
        List<Double> warm = millis.subList(pages, 2 * pages);
        figures.add(Figure.of(query.name(), "ms", warm).atMost(MOST_MILLIS));
      }
      return figures;
    }
  }

  /// Without a log.
  private static RuntimeInputs inputs() {
    InstantSource clock = InstantSource.system();
    return new RuntimeInputs(
        clock,
        UUID::randomUUID,
        () -> 0,
        new EventLog(clock, _ -> {}),
        new Metrics(clock, _ -> {}));
  }

  private static void store(ManyDeliveries stock, Deliveries deliveries)
      throws IOException, InterruptedException {
    Parallel.run(
        WRITERS,
        IntStream.range(0, stock.count())
            .mapToObj(number -> () -> store(deliveries, stock, number)));
  }

  private static void store(Deliveries deliveries, ManyDeliveries stock, int number) {
    if (!(deliveries.record(stock.delivery(number)) instanceof Deliveries.Recording.Recorded)) {
      throw new IllegalStateException("stored twice: delivery " + number);
    }
  }

  private static double millis(ConfigurationClient api, ManyDeliveries.Query query)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    int rows = api.deliveries(query.parameters() + "&limit=100").required("items").size();
    double millis = (System.nanoTime() - begun) / 1e6;
    if (rows != query.rows()) {
      throw new IOException("%s: %d rows, not %d".formatted(query.name(), rows, query.rows()));
    }
    return millis;
  }
}
