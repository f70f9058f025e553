package io.cdrwebhooks.configapi.attention;

import io.cdrwebhooks.configapi.inputs.ApiStores;
import io.cdrwebhooks.configuration.ConfigurationFilter;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.FailingStreak;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.paging.Page;
import io.cdrwebhooks.work.DueIndex;
import io.cdrwebhooks.work.DueWork;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The configurations that may need a person: with a failing streak, with work in their lane, or
/// disabled. `complete` is false if there are more of them, or more configurations.
///
/// It reads no delivery. It costs one pass over the configurations, and one query of the due index
/// for each shard of lanes: an open breaker has its next probe there.
record Suspects(List<WebhookConfiguration> configurations, boolean complete) {
  /// The most configurations that one request reads.
  static final int MAX_CONFIGURATIONS = 10_000;

  /// The most suspects of each of the three kinds.
  static final int MAX_OF_A_KIND = 50;

  private static final int PAGE = 100;
  private static final int LANES_OF_A_SHARD = 1_000;

  /// Longer than any wait of a lane.
  private static final Duration AHEAD = Duration.ofDays(2);

  static Suspects find(ApiStores stores, Instant now) {
    return new Search(dueLanes(stores.dueIndex(), now)).over(stores);
  }

  /// Returns the lanes with work and their due times. That of a failing one is its next probe.
  private static Map<ConfigurationId, Instant> dueLanes(DueIndex index, Instant now) {
    List<Callable<List<DueIndex.Due>>> reads =
        IntStream.range(DueIndex.SHARDS - DueIndex.LANE_SHARDS, DueIndex.SHARDS)
            .<Callable<List<DueIndex.Due>>>mapToObj(
                shard -> () -> index.due(shard, now.plus(AHEAD), LANES_OF_A_SHARD))
            .toList();
    Map<ConfigurationId, Instant> lanes = new HashMap<>();
    for (List<DueIndex.Due> shard : Reads.together(reads)) {
      for (DueIndex.Due due : shard) {
        if (due.work() instanceof DueWork.OfLane lane) {
          lanes.put(lane.configuration(), due.dueAt());
        }
      }
    }
    return lanes;
  }

  /// One pass over the configurations.
  private static final class Search {
    private final Map<ConfigurationId, Instant> dueLanes;
    private final List<WebhookConfiguration> failing = new ArrayList<>();
    private final List<WebhookConfiguration> due = new ArrayList<>();
    private final List<WebhookConfiguration> disabled = new ArrayList<>();

    Search(Map<ConfigurationId, Instant> dueLanes) {
      this.dueLanes = dueLanes;
    }

    Suspects over(ApiStores stores) {
      Optional<String> cursor = Optional.empty();
      int read = 0;
      do {
        Page<WebhookConfiguration> page =
            stores.configurations().list(ConfigurationFilter.ALL, cursor, PAGE);
        page.items().forEach(this::look);
        read += PAGE;
        cursor = page.nextCursor();
      } while (cursor.isPresent() && read < MAX_CONFIGURATIONS);
      return new Suspects(suspects(), cursor.isEmpty() && fits(failing) && fits(disabled));
    }

    private void look(WebhookConfiguration each) {
      if (!each.enabled()) {
        disabled.add(each);
      } else if (each.health().failing().isPresent()) {
        failing.add(each);
      } else if (dueLanes.containsKey(each.id())) {
        due.add(each);
      }
    }

    /// Takes the longest streaks, the lanes that rest longest, and what was disabled last. A lane
    /// that sends is due within a minute, so it comes after those that wait for a probe.
    private List<WebhookConfiguration> suspects() {
      return Stream.of(
              first(failing, Comparator.comparing(Search::failingSince)),
              first(
                  due,
                  Comparator.comparing(
                      (WebhookConfiguration each) -> dueLanes.get(each.id()),
                      Comparator.reverseOrder())),
              first(
                  disabled,
                  Comparator.comparing(WebhookConfiguration::updatedAt, Comparator.reverseOrder())))
          .flatMap(List::stream)
          .toList();
    }

    private static Instant failingSince(WebhookConfiguration configuration) {
      return configuration.health().failing().map(FailingStreak::since).orElse(Instant.MAX);
    }

    private static List<WebhookConfiguration> first(
        List<WebhookConfiguration> all, Comparator<WebhookConfiguration> order) {
      return all.stream().sorted(order).limit(MAX_OF_A_KIND).toList();
    }

    private static boolean fits(List<WebhookConfiguration> kind) {
      return kind.size() <= MAX_OF_A_KIND;
    }
  }
}
