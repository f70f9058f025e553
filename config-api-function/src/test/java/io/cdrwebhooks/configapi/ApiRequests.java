package io.cdrwebhooks.configapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.http.ApiGatewayEvent;
import io.cdrwebhooks.configapi.http.Route;
import io.cdrwebhooks.configuration.ConfigurationId;

/// The requests of tests, each with a token that may read and write, and their bodies.
public abstract class ApiRequests {
  public static final String SIGNATURE = "S1gnature-of-the-tests";
  public static final String BASE = Route.BASE;

  public abstract Answer send(ApiGatewayEvent event);

  /// Adds a token with both scopes.
  public static ApiGatewayEvent request(String method, String path) {
    return ApiGatewayEvent.of(method, BASE + path).withScopes("webhooks/read", "webhooks/write");
  }

  public static ApiGatewayEvent request(String method, String path, String body) {
    return request(method, path).withHeader("content-type", "application/json").withBody(body);
  }

  public final Answer get(String path) {
    int question = path.indexOf('?');
    return question < 0
        ? send(request("GET", path))
        : send(request("GET", path.substring(0, question)).withQuery(path.substring(question + 1)));
  }

  public final Answer post(String path, String body) {
    return send(request("POST", path, body));
  }

  public final Answer put(String path, String ifMatch, String body) {
    return send(request("PUT", path, body).withHeader("if-match", ifMatch));
  }

  public final Answer put(String path, String body) {
    return send(request("PUT", path, body));
  }

  public final Answer post(String path) {
    return send(request("POST", path));
  }

  public final Answer post(String path, String ifMatch, String body) {
    return send(request("POST", path, body).withHeader("if-match", ifMatch));
  }

  public final Answer delete(String path) {
    return send(request("DELETE", path));
  }

  public final Answer delete(String path, String ifMatch) {
    return send(request("DELETE", path).withHeader("if-match", ifMatch));
  }

  public static String creation(String name) {
    return "{\"name\":\""
        + name
        + "\",\"url\":\"https://receiver.example/cdr\",\"signature\":\""
        + SIGNATURE
        + "\"}";
  }

  public static String replacement(String name) {
    return "{\"name\":\"" + name + "\",\"url\":\"https://receiver.example\"}";
  }

  /// Creates a configuration and returns its path.
  public final String configured(String name) {
    Answer answer = post("/webhook-configurations", creation(name));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return "/webhook-configurations/" + answer.body().path("id").asText();
  }

  public static ConfigurationId idIn(String path) {
    return new ConfigurationId(path.substring(path.lastIndexOf('/') + 1));
  }
}
