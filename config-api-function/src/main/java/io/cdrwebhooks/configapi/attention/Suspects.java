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
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The configurations that may need a person: with a failing streak, with work in their lane, or
/// disabled. `complete` is false if there are more of the first or the last.
///
/// It reads no delivery, and only these configurations. It costs one query of the due index for
/// each shard of lanes: an open breaker has its next probe there.
record Suspects(List<WebhookConfiguration> configurations, boolean complete) {
  /// The most configurations in one state that one request reads, to choose among them.
  private static final int MAX_READ_OF_A_STATE = 500;

  /// The most suspects of each of the three kinds.
  static final int MAX_OF_A_KIND = 50;

  private static final int PAGE = 100;
  private static final int LANES_OF_A_SHARD = 1_000;

  /// Longer than any wait of a lane.
  private static final Duration AHEAD = Duration.ofDays(2);

  static Suspects find(ApiStores stores, Instant now) {
    return over(stores, dueLanes(stores.dueIndex(), now));
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

  private static Suspects over(ApiStores stores, Map<ConfigurationId, Instant> dueLanes) {
    Kind failing = Kind.read(stores, ConfigurationFilter.State.FAILING);
    Kind disabled = Kind.read(stores, ConfigurationFilter.State.DISABLED);
    Set<ConfigurationId> listed =
        Stream.of(failing, disabled)
            .flatMap(kind -> kind.all().stream())
            .map(WebhookConfiguration::id)
            .collect(Collectors.toSet());
    return new Suspects(
        Stream.of(
                failing.first(Comparator.comparing(Suspects::failingSince)),
                restingLongest(stores, dueLanes, listed),
                disabled.first(
                    Comparator.comparing(
                        WebhookConfiguration::updatedAt, Comparator.reverseOrder())))
            .flatMap(List::stream)
            .toList(),
        failing.complete() && disabled.complete());
  }

  /// Returns enabled configurations with work in their lane that are not `listed`: those whose
  /// lanes rest longest. A lane that sends is due within a minute, so it comes after those that
  /// wait for a probe.
  private static List<WebhookConfiguration> restingLongest(
      ApiStores stores, Map<ConfigurationId, Instant> dueLanes, Set<ConfigurationId> listed) {
    List<Callable<Optional<WebhookConfiguration>>> reads =
        dueLanes.entrySet().stream()
            .filter(lane -> !listed.contains(lane.getKey()))
            .sorted(Map.Entry.<ConfigurationId, Instant>comparingByValue().reversed())
            .limit(MAX_OF_A_KIND)
            .<Callable<Optional<WebhookConfiguration>>>map(
                lane -> () -> stores.configurations().find(lane.getKey()))
            .toList();
    return Reads.together(reads).stream()
        .flatMap(Optional::stream)
        .filter(WebhookConfiguration::enabled)
        .toList();
  }

  private static Instant failingSince(WebhookConfiguration configuration) {
    return configuration.health().failing().map(FailingStreak::since).orElse(Instant.MAX);
  }

  /// The configurations in one state, of which the list knows the ids. `complete` is false if there
  /// are more than are answered.
  private record Kind(List<WebhookConfiguration> all, boolean complete) {
    static Kind read(ApiStores stores, ConfigurationFilter.State state) {
      ConfigurationFilter filter = new ConfigurationFilter(Optional.empty(), Optional.of(state));
      List<WebhookConfiguration> all = new ArrayList<>();
      Optional<String> cursor = Optional.empty();
      do {
        Page<WebhookConfiguration> page = stores.configurations().list(filter, cursor, PAGE);
        all.addAll(page.items());
        cursor = page.nextCursor();
      } while (cursor.isPresent() && all.size() < MAX_READ_OF_A_STATE);
      return new Kind(all, cursor.isEmpty() && all.size() <= MAX_OF_A_KIND);
    }

    List<WebhookConfiguration> first(Comparator<WebhookConfiguration> order) {
      return all.stream().sorted(order).limit(MAX_OF_A_KIND).toList();
    }
  }
}
