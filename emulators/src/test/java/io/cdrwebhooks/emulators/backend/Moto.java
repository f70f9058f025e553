package io.cdrwebhooks.emulators.backend;

import io.cdrwebhooks.emulators.AwsEndpoints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/// Detects whether the external endpoint is moto: only moto has an API of that name.
final class Moto {
  static final boolean IS_OUTSIDE = AwsEndpoints.outside().filter(Moto::hasItsApi).isPresent();

  private Moto() {}

  private static boolean hasItsApi(URI endpoint) {
    HttpRequest request = HttpRequest.newBuilder(endpoint.resolve("/moto-api/data.json")).build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      throw new UncheckedIOException("nothing answers at " + endpoint, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
