package io.cdrwebhooks.bench.throughput;

import io.cdrwebhooks.aws.dynamodb.DynamoDbDeliveries;
import io.cdrwebhooks.aws.dynamodb.table.TableNames;
import io.cdrwebhooks.bench.measure.Figure;
import io.cdrwebhooks.bench.measure.Parallel;
import io.cdrwebhooks.bench.measure.Section;
import io.cdrwebhooks.bench.measure.Stage;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.local.ApiClient;
import io.cdrwebhooks.local.LocalSecrets;
import io.cdrwebhooks.local.LocalSettings;
import io.cdrwebhooks.local.LocalSystem;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// Measures how long the API takes for a page of 100 deliveries when 100,000 are stored.
///
/// It requests the pages through the local gateway, like the console. The tables are on disk, like
/// those of `make run`.
public record ListPages(int stored, int pages) implements Section {
  private static final double MOST_MILLIS = 100;
  private static final int WRITERS = 8;

  /// Creates the section with the sizes of `make bench`.
  public ListPages() {
    this(100_000, 50);
  }

  /// Measures each query.
  ///
  /// @throws IOException if a page has no rows
  @Override
  public List<Figure> measure(Stage stage) throws IOException, InterruptedException {
    ManyDeliveries stock = new ManyDeliveries(stored, Instant.now().truncatedTo(ChronoUnit.MILLIS));
    LocalSettings settings =
        LocalSettings.onFreePorts(
            LocalSecrets.random(new SecureRandom()), Optional.of(stage.scratch()));
    try (LocalSystem system =
        LocalSystem.start(settings, _ -> {}, LocalSystem.inputs(_ -> {}, _ -> {}))) {
      stage.say("storing %,d deliveries".formatted(stored));
      store(
          stock,
          new DynamoDbDeliveries(
              system.clients().dynamoDb(), TableNames.withPrefix("").deliveries()));
      ApiClient api = new ApiClient(system.apiUrl(), system.issueToken());
      List<Figure> figures = new ArrayList<>();
      for (Map.Entry<String, String> query : stock.queries().entrySet()) {
        stage.say(query.getKey());
        List<Double> millis = new ArrayList<>();
        for (int page = 0; page < 2 * pages; page++) {
          millis.add(millis(api, query.getValue()));
        }
        List<Double> warm = millis.subList(pages, 2 * pages);
        figures.add(Figure.of(query.getKey(), "ms", warm).atMost(MOST_MILLIS));
      }
      return figures;
    }
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
      throw new IllegalStateException("delivery was already recorded: " + number);
    }
  }

  private static double millis(ApiClient api, String query)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    int rows = api.get("/deliveries?limit=100&" + query).required("items").size();
    double millis = (System.nanoTime() - begun) / 1e6;
    if (rows == 0) {
      throw new IOException("list must not be empty: " + query);
    }
    return millis;
  }
}
