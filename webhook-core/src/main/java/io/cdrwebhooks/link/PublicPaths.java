package io.cdrwebhooks.link;

/// The paths that receivers and clients know: they are in links that receivers keep, and in code of
/// other people. The operations for people and programs are the API's own.
public final class PublicPaths {
  /// Begins every path, below the public base URL.
  public static final String BASE = "/bulk/cdr-mgr/v1";

  /// Begins the path of each download link, below [#BASE]; the token follows.
  public static final String DOWNLOAD_LINKS = "/cdr-download-files/";

  /// The path of receivers' requests, below [#BASE].
  public static final String RECEIVER_REQUESTS = "/receiver-requests";

  private PublicPaths() {}
}
