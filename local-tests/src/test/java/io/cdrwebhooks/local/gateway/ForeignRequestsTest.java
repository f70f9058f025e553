package io.cdrwebhooks.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests that the gateway refuses what a page of another site makes a browser send, on every path.
class ForeignRequestsTest {
  private static final String HEALTH = "/bulk/cdr-mgr/v1/health";

  private static final LocalEndpoint LOGIN = _ -> GatewayAnswer.message(200, "OK");

  @AutoClose
  private static final TestGateway GATEWAY =
      new TestGateway(_ -> Map.of("/local/login", LOGIN.only("POST")));

  @BeforeEach
  void forgetEvents() {
    GATEWAY.events.clear();
  }

  @ParameterizedTest
  @ValueSource(strings = {HEALTH, "/local/login", "/nothing", "/bulk/cdr-mgr/v1/cdr-tasks"})
  void nameOfAnotherSiteIsMisdirected(String path) throws IOException {
    String host = "rebound.example:" + GATEWAY.url("/").getPort();
    assertThat(post(path, host, "http://" + host)).startsWith("HTTP/1.1 421 ");
    assertThat(GATEWAY.events).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {HEALTH, "/local/login", "/nothing", "/bulk/cdr-mgr/v1/cdr-tasks"})
  void pageOfAnotherSiteIsForbidden(String path) throws IOException {
    assertThat(post(path, "127.0.0.1", "https://other.example")).startsWith("HTTP/1.1 403 ");
    assertThat(post(path, "127.0.0.1", "null")).startsWith("HTTP/1.1 403 ");
    assertThat(GATEWAY.events).isEmpty();
  }

  @Test
  void ownPageIsServed() throws IOException {
    String host = "localhost:" + GATEWAY.url("/").getPort();
    assertThat(post("/local/login", host, "http://" + host)).startsWith("HTTP/1.1 200 ");
  }

  private static String post(String path, String host, String origin) throws IOException {
    return GATEWAY.raw(
        "POST %s HTTP/1.1\r\nHost: %s\r\nOrigin: %s\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
            .formatted(path, host, origin));
  }
}
