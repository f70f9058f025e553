package io.cdrwebhooks.report;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The in-memory twin of the object store: versions and their bytes.
public final class InMemoryReports implements Reports {
  private record Stored(byte[] bytes, ReportMetadata metadata) {}

  private final Map<ReportVersion, Stored> stored = new ConcurrentHashMap<>();
  private volatile Optional<String> computed = Optional.empty();

  public void put(ReportVersion version, byte[] bytes, ReportMetadata metadata) {
    stored.put(version, new Stored(bytes.clone(), metadata));
  }

  /// From now on the store has this digest for every object, as if it had computed it.
  public void storeComputed(String sha256) {
    computed = Optional.of(sha256);
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
  public Optional<String> sha256(ReportVersion version) {
    return computed;
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
