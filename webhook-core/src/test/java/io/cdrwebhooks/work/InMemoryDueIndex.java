package io.cdrwebhooks.work;

import io.cdrwebhooks.delivery.InMemoryDeliveries;
import io.cdrwebhooks.lane.InMemoryLanes;
import io.cdrwebhooks.notice.InMemoryDigests;
import io.cdrwebhooks.report.TaskId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// The in-memory twin of the due index, over the twins of the indexed stores.
public final class InMemoryDueIndex implements DueIndex {
  private final InMemoryDeliveries deliveries;
  private final InMemoryBulkJobs jobs;
  private final InMemoryLanes lanes;
  private final InMemoryDigests digests;
  private final InMemoryReportWatches watches;
  private final Map<Due, Instant> announced = new ConcurrentHashMap<>();

  public InMemoryDueIndex(
      InMemoryDeliveries deliveries, InMemoryBulkJobs jobs, InMemoryLanes lanes) {
    this(deliveries, jobs, lanes, new InMemoryDigests());
  }

  public InMemoryDueIndex(
      InMemoryDeliveries deliveries,
      InMemoryBulkJobs jobs,
      InMemoryLanes lanes,
      InMemoryDigests digests) {
    this(deliveries, jobs, lanes, digests, new InMemoryReportWatches());
  }

  public InMemoryDueIndex(
      InMemoryDeliveries deliveries,
      InMemoryBulkJobs jobs,
      InMemoryLanes lanes,
      InMemoryDigests digests,
      InMemoryReportWatches watches) {
    this.deliveries = deliveries;
    this.jobs = jobs;
    this.lanes = lanes;
    this.digests = digests;
    this.watches = watches;
  }

  @Override
  public List<Due> due(int shard, Instant from, Instant until, int limit) {
    return Stream.of(ofDeliveries(), ofJobs(), ofDigests(), ofWatches(), ofLanes())
        .flatMap(all -> all)
        .filter(due -> shardOf(due.work()) == shard)
        .filter(due -> !due.dueAt().isBefore(from) && !due.dueAt().isAfter(until))
        .sorted(Comparator.comparing(Due::dueAt))
        .limit(limit)
        .map(due -> new Due(due.work(), due.dueAt(), Optional.ofNullable(announced.get(due))))
        .toList();
  }

  @Override
  public void announced(Due entry, Instant at) {
    announced.put(new Due(entry.work(), entry.dueAt()), at);
  }

  private Stream<Due> ofDeliveries() {
    return deliveries.due().entrySet().stream()
        .map(due -> new Due(new DueWork.OfDelivery(due.getKey()), due.getValue()));
  }

  private Stream<Due> ofJobs() {
    return jobs.all().stream()
        .flatMap(job -> job.dueAt().stream().map(at -> new Due(new DueWork.OfJob(job.id()), at)));
  }

  private Stream<Due> ofDigests() {
    return digests.all().stream()
        .map(digest -> new Due(new DueWork.OfDigest(digest.configuration()), digest.dueAt()));
  }

  private Stream<Due> ofWatches() {
    return watches.all().stream()
        .map(watch -> new Due(new DueWork.OfWatch(watch.task()), watch.dueAt()));
  }

  private Stream<Due> ofLanes() {
    return lanes.due().entrySet().stream()
        .map(due -> new Due(new DueWork.OfLane(due.getKey()), due.getValue()));
  }

  private static int shardOf(DueWork work) {
    return switch (work) {
      case DueWork.OfLane _ -> SHARDS - 1 - Math.floorMod(work.hashCode(), LANE_SHARDS);
      case DueWork.OfJob _, DueWork.OfDigest _ -> JOB_SHARD;
      case DueWork.OfWatch(TaskId task) -> ReportWatches.dueShard(task);
      case DueWork.OfDelivery _ -> Math.floorMod(work.hashCode(), JOB_SHARD);
    };
  }
}
