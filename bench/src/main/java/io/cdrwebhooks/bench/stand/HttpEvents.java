package io.cdrwebhooks.bench.stand;

import io.cdrwebhooks.configapi.http.Route;
import io.cdrwebhooks.path.PublicPaths;

/// Makes the events that API Gateway's HTTP API gives to a function, in its payload format 2.0.
public final class HttpEvents {
  private HttpEvents() {}

  /// Returns a GET below the API's base path, with a token that may read.
  public static String get(String path) {
    return get(
        path,
        """
        "authorizer":{"jwt":{"claims":{"client_id":"bench","scope":"webhooks/read","sub":"bench",\
        "token_use":"access"},"scopes":["webhooks/read"]}},""");
  }

  /// Returns a GET of a download link, which needs no token.
  public static String follow(String token) {
    return get(PublicPaths.DOWNLOAD_LINKS + token, "");
  }

  private static String get(String path, String authorizer) {
    return """
    {"version":"2.0","routeKey":"GET %1$s","rawPath":"%1$s","rawQueryString":"",\
    "headers":{"accept":"*/*","content-length":"0",\
    "host":"k7w2c9x4ab.execute-api.eu-central-1.amazonaws.com","user-agent":"curl/8.14.1",\
    "x-forwarded-for":"203.0.113.24","x-forwarded-port":"443","x-forwarded-proto":"https"},\
    "requestContext":{"accountId":"111122223333","apiId":"k7w2c9x4ab",%2$s\
    "http":{"method":"GET","path":"%1$s","protocol":"HTTP/1.1","sourceIp":"203.0.113.24",\
    "userAgent":"curl/8.14.1"},"requestId":"T2kZBg1PFiAEPLA=","routeKey":"GET %1$s",\
    "stage":"$default","time":"24/Nov/2026:10:00:00 +0000","timeEpoch":1795514400123},\
    "isBase64Encoded":false}"""
        .formatted(Route.BASE + path, authorizer);
  }
}
