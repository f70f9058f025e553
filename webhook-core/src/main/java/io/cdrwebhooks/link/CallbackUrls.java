package io.cdrwebhooks.link;

import io.cdrwebhooks.path.PublicPaths;
import java.net.URI;

/// Builds callback URLs under the public base URL of the deployment.
public record CallbackUrls(URI publicBaseUrl) {
  /// The path of download links, below the public base URL.
  public static final String PATH = PublicPaths.BASE + PublicPaths.DOWNLOAD_LINKS;

  public CallbackUrls {
    if (!publicBaseUrl.isAbsolute()
        || publicBaseUrl.getHost() == null
        || publicBaseUrl.getRawQuery() != null
        || publicBaseUrl.getRawFragment() != null
        || publicBaseUrl.toString().endsWith("/")) {
      throw new IllegalArgumentException(
          "the public base URL must be absolute with a host, without a query or final slash: "
              + publicBaseUrl);
    }
  }

  public URI of(AccessToken token) {
    return URI.create(publicBaseUrl + PATH + token.reveal());
  }
}
