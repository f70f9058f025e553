package io.cdrwebhooks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The twin of the bucket's listing: what was added, in that order, a few at once.
public final class InMemoryReportListing implements ReportListing {
  private static final int AT_ONCE = 3;

  private final List<Listed> objects = new ArrayList<>();

  @Override
  public synchronized Slice list(String bucket, Optional<String> cursor) {
    int from = cursor.map(Integer::parseInt).orElse(0);
    int to = Math.min(from + AT_ONCE, objects.size());
    return new Slice(
        objects.subList(from, to),
        to < objects.size() ? Optional.of(Integer.toString(to)) : Optional.empty());
  }

  public synchronized void add(Listed object) {
    objects.add(object);
  }
}
