package io.cdrwebhooks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The in-memory twin of the bucket's listing: lists the added objects in order, in small pages.
public final class InMemoryReportListing implements ReportListing {
  private final List<Listed> objects = new ArrayList<>();
  private int pageSize = 3;

  @Override
  public synchronized Slice list(String bucket, Optional<String> cursor) {
    int from = cursor.map(Integer::parseInt).orElse(0);
    int to = Math.min(from + pageSize, objects.size());
    return new Slice(
        objects.subList(from, to),
        to < objects.size() ? Optional.of(Integer.toString(to)) : Optional.empty());
  }

  public synchronized void pageSize(int size) {
    pageSize = size;
  }

  public synchronized void add(Listed object) {
    objects.add(object);
  }
}
