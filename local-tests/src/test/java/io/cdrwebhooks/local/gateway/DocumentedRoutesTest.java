package io.cdrwebhooks.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.cdrwebhooks.local.lambda.LocalFunction;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Tests that the local gateway has the documented operations, and requires a token where the
/// document says so.
class DocumentedRoutesTest {
  private static final LocalFunction SILENT =
      new LocalFunction("silent", (_, _, _) -> {}, Duration.ofSeconds(1));

  @Test
  void routesAreTheDocumentedOperations() throws IOException {
    Map<String, Boolean> open = new TreeMap<>();
    for (GatewayRoutes.Route route : new GatewayRoutes(SILENT, SILENT, SILENT).all()) {
      open.put(route.key().replace("/bulk/cdr-mgr/v1", ""), route.open());
    }

    assertThat(open).isEqualTo(described());
  }

  private static Map<String, Boolean> described() throws IOException {
    JsonNode paths =
        new YAMLMapper().readTree(Path.of("..", "docs", "openapi.yaml").toFile()).path("paths");
    Map<String, Boolean> described = new TreeMap<>();
    for (Map.Entry<String, JsonNode> path : paths.properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        if (operation.getValue().has("operationId")) {
          described.put(
              route(operation.getKey(), path.getKey()),
              operation.getValue().path("security").isEmpty());
        }
      }
    }
    return described;
  }

  /// The function of the download links itself refuses other methods than `GET` and `HEAD`.
  private static String route(String method, String path) {
    return path.startsWith("/cdr-download-files/")
        ? "ANY " + path
        : method.toUpperCase(Locale.ROOT) + " " + path;
  }
}
