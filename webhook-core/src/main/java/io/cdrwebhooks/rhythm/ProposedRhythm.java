package io.cdrwebhooks.rhythm;

import io.cdrwebhooks.time.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// A rhythm that fits the last `uploads` of a task. `medianGap` and `longestGap` are the times
/// between them, in whole seconds.
public record ProposedRhythm(
    ReportRhythm rhythm, int uploads, Duration medianGap, Duration longestGap) {
  /// The number of uploads on which a proposal is based.
  public static final int UPLOADS = 20;

  /// The fewest uploads that give a reliable median.
  private static final int LEAST_UPLOADS = 5;

  /// Computes the proposal: the median of the gaps, rounded to whole minutes, since one late or
  /// missing report does not change the median. The grace covers the longest gap below twice the
  /// median: a longer gap means that a report was missing.
  ///
  /// Returns empty for fewer than five uploads, and for a rhythm out of range.
  public static Optional<ProposedRhythm> from(List<Instant> uploads) {
    List<Instant> sorted = uploads.stream().sorted().distinct().toList();
    if (sorted.size() < LEAST_UPLOADS) {
      return Optional.empty();
    }
    List<Duration> gaps = new ArrayList<>();
    for (int i = 1; i < sorted.size(); i++) {
      gaps.add(seconds(Duration.between(sorted.get(i - 1), sorted.get(i))));
    }
    Collections.sort(gaps);
    Duration median = gaps.get(gaps.size() / 2);
    Duration longest = gaps.getLast();
    return ReportRhythm.parseEvery(minutes(median).toString())
        .map(
            every ->
                new ProposedRhythm(
                    new ReportRhythm(every, grace(every, gaps)), sorted.size(), median, longest));
  }

  private static Duration grace(Duration every, List<Duration> gaps) {
    Duration covered =
        gaps.stream()
            .filter(gap -> gap.compareTo(every.multipliedBy(2)) < 0)
            .max(Duration::compareTo)
            .orElse(every)
            .minus(every)
            .plusMinutes(1);
    Duration usual = ReportRhythm.usualGrace(every);
    Duration wanted = Durations.longer(covered, usual);
    Duration most = ReportRhythm.LONGEST_GRACE;
    return Duration.ofMinutes(Durations.shorter(wanted, most).toMinutes());
  }

  private static Duration seconds(Duration gap) {
    return Duration.ofSeconds(gap.toSeconds());
  }

  private static Duration minutes(Duration gap) {
    return Duration.ofMinutes(gap.plusSeconds(30).toMinutes());
  }
}
