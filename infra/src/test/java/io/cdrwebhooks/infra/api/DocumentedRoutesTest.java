package io.cdrwebhooks.infra.api;

import static io.cdrwebhooks.infra.SynthesisedDeployment.EXAMPLE;
import static io.cdrwebhooks.infra.SynthesisedDeployment.at;
import static io.cdrwebhooks.infra.SynthesisedDeployment.other;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.cdrwebhooks.infra.SynthesisedDeployment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Tests that the gateway has the documented operations and requires the same scopes, with the
/// deployment's scope names.
class DocumentedRoutesTest {
  @Test
  void routesAreTheDocumentedOperations() throws IOException {
    assertThat(routes(other())).isEqualTo(described("webhooks/"));
  }

  @Test
  void scopesHaveTheNamesOfTheDeployment() throws IOException {
    assertThat(routes(EXAMPLE)).isEqualTo(described("reports:"));
  }

  private static Map<String, String> routes(SynthesisedDeployment deployment) {
    Map<String, String> routed = new TreeMap<>();
    for (Object route : deployment.properties("AWS::ApiGatewayV2::Route").values()) {
      boolean guarded = at(route, "AuthorizationType").equals("JWT");
      routed.put(
          ((String) at(route, "RouteKey")).replace("/bulk/cdr-mgr/v1", ""),
          guarded ? String.valueOf(at(route, "AuthorizationScopes")) : "[]");
    }
    return routed;
  }

  /// `scopes` is the prefix of the scopes' names.
  private static Map<String, String> described(String scopes) throws IOException {
    JsonNode paths =
        new YAMLMapper().readTree(Path.of("..", "docs", "openapi.yaml").toFile()).path("paths");
    Map<String, String> described = new TreeMap<>();
    for (Map.Entry<String, JsonNode> path : paths.properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        if (operation.getValue().has("operationId")) {
          String wanted = operation.getValue().path("security").path(0).path("jwt").toString();
          described.put(
              route(operation.getKey(), path.getKey()),
              wanted.isEmpty() ? "[]" : wanted.replace("\"", "").replace("webhooks/", scopes));
        }
      }
    }
    return described;
  }

  /// The function of the download links itself refuses methods other than `GET` and `HEAD`.
  private static String route(String method, String path) {
    return path.startsWith("/cdr-download-files/")
        ? "ANY " + path
        : method.toUpperCase(Locale.ROOT) + " " + path;
  }
}
