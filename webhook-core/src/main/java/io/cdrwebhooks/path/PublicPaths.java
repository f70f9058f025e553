package io.cdrwebhooks.path;

/// The paths that receivers and clients know. They are in links that receivers keep, and in other
/// people's code. The API's other paths are in the API's module.
public final class PublicPaths {
  /// The beginning of every path, after the public base URL.
  public static final String BASE = "/bulk/cdr-mgr/v1";

  /// The beginning of the path of a download link, after [#BASE]; the token follows.
  public static final String DOWNLOAD_LINKS = "/cdr-download-files/";

  /// The path of receivers' requests, after [#BASE].
  public static final String RECEIVER_REQUESTS = "/receiver-requests";

  private PublicPaths() {}
}
