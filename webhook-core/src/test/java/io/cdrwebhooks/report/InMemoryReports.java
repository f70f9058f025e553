package io.cdrwebhooks.report;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The in-memory twin of the object store: versions and their bytes.
public final class InMemoryReports implements Reports {
  private record Stored(byte[] bytes, ReportMetadata metadata) {}

  private final Map<ReportVersion, Stored> stored = new ConcurrentHashMap<>();

  public void put(ReportVersion version, byte[] bytes, ReportMetadata metadata) {
    stored.put(version, new Stored(bytes.clone(), metadata));
  }

  public void remove(ReportVersion version) {
    stored.remove(version);
  }

  @Override
  public ReportLookup lookUp(ReportVersion version) {
    Stored found = stored.get(version);
    if (found == null) {
      return new ReportLookup.Gone();
    }
    int offset = Math.max(0, found.bytes.length - ReportTail.LENGTH);
    return new ReportLookup.Found(
        new Report(version, found.bytes.length, found.metadata),
        new ReportTail(offset, Arrays.copyOfRange(found.bytes, offset, found.bytes.length)));
  }

  @Override
  public byte[] read(ReportVersion version, long offset, int length) throws IOException {
    Stored found = stored.get(version);
    if (found == null || offset + length > found.bytes.length) {
      throw new EOFException("the object is not there, or shorter");
    }
    return Arrays.copyOfRange(found.bytes, (int) offset, (int) offset + length);
  }
}
