package io.cdrwebhooks.local;

import io.cdrwebhooks.local.token.ApiToken;
import io.cdrwebhooks.local.token.TokenIssuer;
import io.cdrwebhooks.local.token.TokenKey;
import io.cdrwebhooks.local.token.TokenRules;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/// The local endpoints of a system that runs in another process. A process that may read its
/// directory may sign a token for it.
final class RunningApi implements AutoCloseable {
  /// For requests that are made at once.
  private static final Duration MOMENT = Duration.ofMinutes(5);

  private final URI url;
  private final TokenIssuer issuer;
  private final HttpClient http = HttpClient.newHttpClient();

  private RunningApi(URI url, TokenIssuer issuer) {
    this.url = url;
    this.issuer = issuer;
  }

  /// @throws StartFailure if no system has run on the directory
  static RunningApi of(Path directory) throws IOException {
    URI url = KeptAddress.API.in(directory);
    TokenKey key = TokenKey.read(directory.resolve(LocalSecrets.TOKEN_KEY));
    TokenRules rules = TokenSettingsFile.in(directory).rules(url, key);
    return new RunningApi(url, new TokenIssuer(key, rules, InstantSource.system()));
  }

  URI url() {
    return url;
  }

  ApiToken token(Duration validity) {
    return issuer.issue(validity);
  }

  /// Posts JSON.
  ///
  /// @throws StartFailure if nothing answers
  HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(url.resolve(path))
            .header("Authorization", "Bearer " + token(MOMENT).reveal())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (ConnectException e) {
      throw new StartFailure("Nothing answers at " + url + ": is make run running?", e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
