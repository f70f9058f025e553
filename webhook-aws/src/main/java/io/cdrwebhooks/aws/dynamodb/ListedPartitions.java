package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.aws.dynamodb.table.Section;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryFilter;
import io.cdrwebhooks.delivery.DeliveryLists;
import io.cdrwebhooks.delivery.DeliveryLists.StatusShard;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.report.TaskId;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// The partitions of one index that contain all deliveries of a filter, and possibly others. They
/// are the shards of one status, of a task, of a configuration, or of all deliveries.
record ListedPartitions(String index, List<Item> partitions, Instant from, Instant to) {
  /// The delivery's shard in the list of all deliveries. The keys below end with it. It never
  /// changes.
  static final String LIST_SHARD = "listShard";

  /// The task and the shard.
  static final String IN_TASK = "inTask";

  /// The configuration and the shard; missing while the delivery has no configuration.
  static final String IN_CONFIGURATION = "inConfiguration";

  /// The status and the shard; set only for the statuses that have a list.
  static final String STATUS_SHARD = "standing";

  /// The configuration, the status and the shard; set only while the delivery has a configuration
  /// and its status has a list.
  static final String CONFIGURATION_STATUS_SHARD = "standingFor";

  ListedPartitions {
    partitions = List.copyOf(partitions);
  }

  static ListedPartitions of(DeliveryFilter filter) {
    Optional<DeliveryStatus> listed = filter.status().filter(ListedPartitions::isListed);
    if (listed.isPresent()) {
      DeliveryStatus status = listed.get();
      Optional<ConfigurationId> of =
          filter.configurationId().filter(_ -> status != DeliveryStatus.UNROUTED);
      return inIndex(filter, index(of), shard -> partition(new StatusShard(status, of, shard)));
    }
    // All tests have the same task.
    Optional<TaskId> task =
        filter.taskId().or(() -> filter.test().filter(wanted -> wanted).map(_ -> TaskId.SAMPLE));
    if (task.isPresent()) {
      return inIndex(filter, TableDefinition.BY_TASK, shard -> ofTask(task.get(), shard));
    }
    if (filter.configurationId().isPresent()) {
      ConfigurationId id = filter.configurationId().get();
      return inIndex(filter, TableDefinition.BY_CONFIGURATION, shard -> ofConfiguration(id, shard));
    }
    return inIndex(filter, TableDefinition.BY_TIME, shard -> new Item().set(LIST_SHARD, shard));
  }

  private static ListedPartitions inIndex(
      DeliveryFilter filter, String index, IntFunction<Item> partition) {
    return new ListedPartitions(
        index,
        IntStream.range(0, DeliveryLists.LIST_SHARDS).mapToObj(partition).toList(),
        filter.from().orElse(Section.EARLIEST),
        filter.until().map(ListedPartitions::justBefore).orElse(Section.LATEST));
  }

  private static Instant justBefore(Instant end) {
    return end.isAfter(Section.EARLIEST) ? end.minusNanos(1) : Instant.MIN;
  }

  static Item ofTask(TaskId task, int shard) {
    return new Item().set(IN_TASK, task.value() + "#" + shard);
  }

  static Item ofConfiguration(ConfigurationId configuration, int shard) {
    return new Item().set(IN_CONFIGURATION, configuration.value() + "#" + shard);
  }

  int count() {
    return partitions.size();
  }

  Section section(int partition) {
    return new Section(index, partitions.get(partition), DeliveryItems.CREATED_AT, from, to);
  }

  /// Returns the positions before the first page.
  List<PartitionPosition> start() {
    return Collections.nCopies(count(), new PartitionPosition.UpTo(to));
  }

  /// Returns whether these partitions already satisfy the filter, so that no condition is left for
  /// the items that are read.
  boolean serveAllOf(DeliveryFilter filter) {
    boolean task = filter.taskId().isEmpty() || index.equals(TableDefinition.BY_TASK);
    boolean configurationStatus = index.equals(TableDefinition.BY_CONFIGURATION_STATUS);
    boolean configuration =
        filter.configurationId().isEmpty()
            || index.equals(TableDefinition.BY_CONFIGURATION)
            || configurationStatus;
    boolean status =
        filter.status().isEmpty() || index.equals(TableDefinition.BY_STATUS) || configurationStatus;
    return task && configuration && status && filter.test().isEmpty();
  }

  /// Returns the keys of the lists of [DeliveryLists#withStatus] to which a delivery belongs; an
  /// empty item if its status has no list.
  static Item keys(DeliveryStatus status, Optional<ConfigurationId> configuration, int shard) {
    Item keys = new Item();
    if (isListed(status)) {
      keys.setAll(partition(new StatusShard(status, Optional.empty(), shard)));
      configuration.ifPresent(
          of -> keys.setAll(partition(new StatusShard(status, Optional.of(of), shard))));
    }
    return keys;
  }

  private static boolean isListed(DeliveryStatus status) {
    return switch (status) {
      case FAILED, HELD, UNROUTED -> true;
      case PENDING, DELIVERED -> false;
    };
  }

  /// Returns the partition of a list of [DeliveryLists#withStatus].
  static Item partition(StatusShard list) {
    String key = list.status().name() + "#" + list.shard();
    return list.configuration()
        .map(of -> new Item().set(CONFIGURATION_STATUS_SHARD, of.value() + "#" + key))
        .orElseGet(() -> new Item().set(STATUS_SHARD, key));
  }

  /// Returns the index that has the list of a status, of one configuration or of all.
  static String index(Optional<ConfigurationId> configuration) {
    return configuration.isPresent()
        ? TableDefinition.BY_CONFIGURATION_STATUS
        : TableDefinition.BY_STATUS;
  }
}
