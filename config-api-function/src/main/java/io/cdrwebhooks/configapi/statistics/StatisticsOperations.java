package io.cdrwebhooks.configapi.statistics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.http.Answers;
import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.aws.http.Step;
import io.cdrwebhooks.concurrent.Overlapped;
import io.cdrwebhooks.configapi.http.ApiRequest;
import io.cdrwebhooks.configapi.inputs.ApiInputs;
import io.cdrwebhooks.configapi.inputs.ApiStores;
import io.cdrwebhooks.statistics.BucketSize;
import io.cdrwebhooks.statistics.Counts;
import io.cdrwebhooks.statistics.LatencyHistogram;
import io.cdrwebhooks.statistics.Outcomes;
import io.cdrwebhooks.statistics.Series;
import io.cdrwebhooks.statistics.StatisticsWindow;
import io.cdrwebhooks.statistics.TimeBucket;
import io.cdrwebhooks.work.DueIndex;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// The operation that counts deliveries and attempts, by hour or by day, and overdue work. It costs
/// the same however many deliveries are stored.
public record StatisticsOperations(ApiStores stores, ApiInputs inputs) {
  /// The largest count of overdue work: it means this many or more.
  private static final int MAX_OVERDUE = 100;

  /// Work that is late by less than this is not overdue.
  private static final Duration MAX_LATENESS = Duration.ofMinutes(1);

  public HttpResponse read(ApiRequest request) {
    return StatisticsQuery.read(request.query(), inputs.now())
        .then(this::known)
        .answer(query -> Answers.json(200, json(query)));
  }

  private Step<StatisticsQuery> known(StatisticsQuery query) {
    return query.configurationId().isEmpty()
            || query.configurationId().flatMap(stores.configurations()::find).isPresent()
        ? new Step.Continue<>(query)
        : Answers.absent();
  }

  private ObjectNode json(StatisticsQuery query) {
    StatisticsWindow window = query.window();
    Map<TimeBucket, Counts> counted =
        stores.statistics().read(new Series(query.configurationId()), window);
    ObjectNode json = Answers.object();
    json.put("from", Answers.time(window.from()));
    json.put("to", Answers.time(window.to()));
    json.put("bucket", name(window.size()));
    put(json.putObject("totals"), counted.values().stream().reduce(Counts.NONE, Counts::plus));
    ArrayNode buckets = json.putArray("buckets");
    for (TimeBucket bucket : window.buckets()) {
      ObjectNode one = buckets.addObject();
      one.put("start", Answers.time(bucket.start()));
      put(one, counted.getOrDefault(bucket, Counts.NONE));
    }
    json.set("overdue", overdue());
    return json;
  }

  /// Reads at most [#MAX_OVERDUE] entries from each shard of the index, all shards at the same
  /// time.
  private ObjectNode overdue() {
    Instant until = inputs.now().minus(MAX_LATENESS);
    List<Integer> shards = IntStream.range(0, DueIndex.SHARDS).boxed().toList();
    List<Instant> late =
        Overlapped.eachToTheEnd(shards, each -> stores.dueIndex().due(each, until, MAX_OVERDUE))
            .stream()
            .flatMap(List::stream)
            .map(DueIndex.Due::dueAt)
            .toList();
    return Answers.object()
        .put("count", Math.min(late.size(), MAX_OVERDUE))
        .put("oldestDueAt", Answers.time(late.stream().min(Comparator.naturalOrder())));
  }

  /// Returns the size as an ISO 8601 duration; days are in UTC.
  private static String name(BucketSize size) {
    return switch (size) {
      case HOUR -> "PT1H";
      case DAY -> "P1D";
    };
  }

  private static void put(ObjectNode json, Counts counts) {
    json.put("deliveries", counts.deliveries());
    json.put("delivered", counts.delivered());
    json.put("failed", counts.failed());
    json.put("attemptsDelivered", counts.attemptsDelivered());
    json.put("attemptsFailed", counts.attemptsFailed());
    json.put("linksFollowed", counts.linksFollowed());
    ObjectNode bounds = json.putObject("attemptMs");
    put(bounds, "p50", counts.latencies(), 50);
    put(bounds, "p95", counts.latencies(), 95);
    put(bounds, "max", counts.latencies(), 100);
    json.set("outcomes", counts.hasOutcomes() ? outcomes(counts.outcomes().summed()) : null);
  }

  private static ObjectNode outcomes(Outcomes outcomes) {
    return Answers.object()
        .put("recorded", outcomes.recorded())
        .put("delivered", outcomes.delivered())
        .put("retrying", outcomes.retrying())
        .put("waiting", outcomes.waiting())
        .put("held", outcomes.held())
        .put("failed", outcomes.failed())
        .put("unrouted", outcomes.unrouted());
  }

  private static void put(ObjectNode json, String name, LatencyHistogram latencies, int percent) {
    json.put(name, latencies.percentile(percent).map(Duration::toMillis).orElse(null));
  }
}
