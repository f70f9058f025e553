package io.cdrwebhooks.local.gateway;

import java.util.Map;
import java.util.Optional;

/// What is served beside the API: single paths, and folders with all that lies under them.
///
/// Paths are compared as they were sent, undecoded; a folder's name ends with a slash.
public record LocalEndpoints(
    Map<String, LocalEndpoint> byPath, Map<String, LocalEndpoint> byFolder) {
  public static final LocalEndpoints NONE = new LocalEndpoints(Map.of(), Map.of());

  public LocalEndpoints {
    byPath = Map.copyOf(byPath);
    byFolder = Map.copyOf(byFolder);
  }

  Optional<LocalEndpoint> find(String rawPath) {
    Optional<LocalEndpoint> exact = Optional.ofNullable(byPath.get(rawPath));
    return exact.or(() -> Optional.ofNullable(byFolder.get(folder(rawPath))));
  }

  /// The first segment with its slashes, or empty text.
  private static String folder(String rawPath) {
    return rawPath.substring(0, rawPath.indexOf('/', Math.min(1, rawPath.length())) + 1);
  }
}
