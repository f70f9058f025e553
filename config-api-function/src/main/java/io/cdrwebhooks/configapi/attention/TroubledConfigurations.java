package io.cdrwebhooks.configapi.attention;

import io.cdrwebhooks.concurrent.Overlapped;
import io.cdrwebhooks.configapi.inputs.ApiStores;
import io.cdrwebhooks.configuration.ConfigurationFilter;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.FailingStreak;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryFilter;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.paging.Page;
import io.cdrwebhooks.work.DueIndex;
import io.cdrwebhooks.work.DueWork;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The configurations that may need attention: with a failing streak, with work in their lane,
/// disabled, or with reports that failed lately. `complete` is false if there may be more;
/// configurations with work are always complete.
///
/// It reads only these configurations, and the newest failed deliveries of all. For the lanes it
/// makes one query of the due index per shard, where an open breaker has its next probe.
record TroubledConfigurations(List<Suspect> all, boolean complete) {
  /// A configuration, and whether reports for it are among the newest failed ones.
  record Suspect(WebhookConfiguration configuration, boolean missedReports) {}

  /// The largest number of configurations of one state that a request reads before it chooses.
  private static final int MAX_READ_OF_A_STATE = 500;

  /// The largest number of suspects of each of the four kinds.
  static final int MAX_OF_A_KIND = 50;

  private static final int PAGE = 100;
  private static final int LANES_OF_A_SHARD = 1_000;

  /// The range of due times, longer than any wait of a lane.
  private static final Duration MAX_LANE_WAIT = Duration.ofDays(2);

  /// The time after its arrival for which a failed report is listed. A person may have decided not
  /// to resend older ones.
  static final Duration FAILED_LISTED_FOR = Duration.ofDays(14);

  /// The number of failed deliveries that a request reads.
  static final int MAX_FAILED = 300;

  /// Returns whether the receiver still lacks the report of an ended delivery: false for a test,
  /// and for a delivery that was sent again under another id.
  static boolean isLeft(Delivery delivery) {
    return !delivery.isTest() && delivery.trace().copies().isEmpty();
  }

  /// Returns the lanes with work and their due times. The due time of a failing lane is its next
  /// probe.
  private static Map<ConfigurationId, Instant> dueLanes(DueIndex index, Instant now) {
    List<Integer> shards =
        IntStream.range(DueIndex.SHARDS - DueIndex.LANE_SHARDS, DueIndex.SHARDS).boxed().toList();
    Map<ConfigurationId, Instant> lanes = new HashMap<>();
    for (List<DueIndex.Due> shard :
        Overlapped.eachToTheEnd(
            shards, each -> index.due(each, now.plus(MAX_LANE_WAIT), LANES_OF_A_SHARD))) {
      for (DueIndex.Due due : shard) {
        if (due.work() instanceof DueWork.OfLane lane) {
          lanes.put(lane.configuration(), due.dueAt());
        }
      }
    }
    return lanes;
  }

  static TroubledConfigurations find(ApiStores stores, Instant now) {
    Map<ConfigurationId, Instant> dueLanes = dueLanes(stores.dueIndex(), now);
    Missed missed = Missed.read(stores, now);
    Kind failing = Kind.read(stores, ConfigurationFilter.State.FAILING);
    Kind disabled = Kind.read(stores, ConfigurationFilter.State.DISABLED);
    Set<ConfigurationId> listed =
        Stream.of(failing, disabled)
            .flatMap(kind -> kind.all().stream())
            .map(WebhookConfiguration::id)
            .collect(Collectors.toSet());
    List<ConfigurationId> resting = restingLongest(dueLanes, listed).toList();
    List<WebhookConfiguration> enabled =
        enabled(stores, Stream.concat(resting.stream(), missed.without(listed)));
    List<WebhookConfiguration> others =
        enabled.stream().limit(resting.size() + MAX_OF_A_KIND).toList();
    return new TroubledConfigurations(
        Stream.of(
                failing.first(Comparator.comparing(TroubledConfigurations::failingSince)),
                others,
                disabled.first(
                    Comparator.comparing(
                        each -> each.disabledSince().orElse(Instant.MIN),
                        Comparator.reverseOrder())))
            .flatMap(List::stream)
            .map(each -> new Suspect(each, missed.by().contains(each.id())))
            .toList(),
        failing.complete()
            && disabled.complete()
            && missed.complete()
            && others.size() == enabled.size());
  }

  /// Returns the lanes with the longest rest that are not in `listed`. Lanes that send are due
  /// within a minute, so they follow the lanes that wait for a probe.
  private static Stream<ConfigurationId> restingLongest(
      Map<ConfigurationId, Instant> dueLanes, Set<ConfigurationId> listed) {
    return dueLanes.entrySet().stream()
        .filter(lane -> !listed.contains(lane.getKey()))
        .sorted(Map.Entry.<ConfigurationId, Instant>comparingByValue().reversed())
        .limit(MAX_OF_A_KIND)
        .map(Map.Entry::getKey);
  }

  private static List<WebhookConfiguration> enabled(ApiStores stores, Stream<ConfigurationId> ids) {
    return Overlapped.eachToTheEnd(ids.distinct().toList(), stores.configurations()::find).stream()
        .flatMap(Optional::stream)
        .filter(WebhookConfiguration::enabled)
        .toList();
  }

  /// The configurations of the newest failed reports, in the order of their newest one. `complete`
  /// is false if there are more failed deliveries than are read.
  private record Missed(Set<ConfigurationId> by, boolean complete) {
    static Missed read(ApiStores stores, Instant now) {
      DeliveryFilter failed =
          DeliveryFilter.ALL
              .withStatus(DeliveryStatus.FAILED)
              .since(now.minus(FAILED_LISTED_FOR))
              .tests(false);
      Set<ConfigurationId> by = new LinkedHashSet<>();
      Optional<String> cursor = Optional.empty();
      for (int read = 0; read < MAX_FAILED; read += PAGE) {
        Page<Delivery> page = stores.deliveries().list(failed, cursor, PAGE);
        page.items().stream()
            .filter(TroubledConfigurations::isLeft)
            .flatMap(each -> each.configurationId().stream())
            .forEach(by::add);
        cursor = page.nextCursor();
        if (cursor.isEmpty()) {
          break;
        }
      }
      return new Missed(by, cursor.isEmpty());
    }

    Stream<ConfigurationId> without(Set<ConfigurationId> listed) {
      return by.stream().filter(id -> !listed.contains(id));
    }
  }

  private static Instant failingSince(WebhookConfiguration configuration) {
    return configuration.health().failing().map(FailingStreak::since).orElse(Instant.MAX);
  }

  /// The configurations in one state, whose ids the list has. `complete` is false if there are more
  /// than the answer has.
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
