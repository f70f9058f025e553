package io.cdrwebhooks.deployment;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// Sends requests to the deployment's servers as a browser, a receiver or a program does, and
/// follows no redirect.
final class Web {
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(40);

  private final HttpClient http = HttpClient.newHttpClient();

  Answer get(URI address, String... headers) {
    return send("GET", address, BodyPublishers.noBody(), headers);
  }

  /// @throws TrialFailure if no answer comes; the message names only the host, since a path may
  ///   contain a token
  Answer send(String method, URI address, BodyPublisher body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address).timeout(ANSWER_TIMEOUT).method(method, body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return new Answer(http.send(request.build(), BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new TrialFailure(
          address.getHost() + " does not answer: " + e.getClass().getSimpleName());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TrialFailure("The trial was interrupted");
    }
  }
}
