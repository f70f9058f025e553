package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.aws.dynamodb.table.Section;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.DeliveryFilter;
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
  ListedPartitions {
    partitions = List.copyOf(partitions);
  }

  static ListedPartitions of(DeliveryFilter filter) {
    Optional<DeliveryStatus> standing = filter.status().filter(DeliveryItems::stands);
    if (standing.isPresent()) {
      DeliveryStatus status = standing.get();
      Optional<ConfigurationId> of =
          filter.configurationId().filter(_ -> status != DeliveryStatus.UNROUTED);
      return inIndex(
          filter,
          DeliveryItems.index(of),
          shard -> DeliveryItems.partition(new Deliveries.StatusShard(status, of, shard)));
    }
    // All tests have the same task.
    Optional<TaskId> task =
        filter.taskId().or(() -> filter.test().filter(wanted -> wanted).map(_ -> TaskId.SAMPLE));
    if (task.isPresent()) {
      return inIndex(
          filter,
          DynamoDbTables.BY_TASK,
          shard -> new Item().set(DeliveryItems.IN_TASK, DeliveryItems.inTask(task.get(), shard)));
    }
    if (filter.configurationId().isPresent()) {
      ConfigurationId id = filter.configurationId().get();
      return inIndex(
          filter,
          DynamoDbTables.BY_CONFIGURATION,
          shard ->
              new Item()
                  .set(DeliveryItems.IN_CONFIGURATION, DeliveryItems.inConfiguration(id, shard)));
    }
    return inIndex(
        filter, DynamoDbTables.BY_TIME, shard -> new Item().set(DeliveryItems.LIST_SHARD, shard));
  }

  private static ListedPartitions inIndex(
      DeliveryFilter filter, String index, IntFunction<Item> partition) {
    return new ListedPartitions(
        index,
        IntStream.range(0, Deliveries.LIST_SHARDS).mapToObj(partition).toList(),
        filter.from().orElse(Section.EARLIEST),
        filter.until().map(ListedPartitions::justBefore).orElse(Section.LATEST));
  }

  private static Instant justBefore(Instant end) {
    return end.isAfter(Section.EARLIEST) ? end.minusNanos(1) : Instant.MIN;
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
    boolean task = filter.taskId().isEmpty() || index.equals(DynamoDbTables.BY_TASK);
    boolean ofStanding = index.equals(DynamoDbTables.BY_CONFIGURATION_STANDING);
    boolean configuration =
        filter.configurationId().isEmpty()
            || index.equals(DynamoDbTables.BY_CONFIGURATION)
            || ofStanding;
    boolean status =
        filter.status().isEmpty() || index.equals(DynamoDbTables.BY_STANDING) || ofStanding;
    return task && configuration && status && filter.test().isEmpty();
  }
}
