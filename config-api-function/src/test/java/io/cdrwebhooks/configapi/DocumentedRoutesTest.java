package io.cdrwebhooks.configapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.openapi.ApiDocument;
import io.cdrwebhooks.aws.openapi.Operation;
import io.cdrwebhooks.configapi.http.Route;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The function and the document know the same operations, scopes and parameters.
class DocumentedRoutesTest {
  /// Operations outside `Route`: the handler answers the first, another function the others.
  private static final Set<String> OPEN =
      Set.of("getHealth", "followDownloadLink", "checkDownloadLink", "sendReceiverRequest");

  /// The scope and the parameters of an operation.
  private record Wanted(String scope, Set<String> parameters) {}

  @Test
  void functionAndDocumentHaveTheSameOperations() {
    Map<String, Wanted> routed = new TreeMap<>();
    for (Route route : Route.values()) {
      routed.put(
          route.method() + " " + route.template(),
          new Wanted(route.changes() ? "webhooks/write" : "webhooks/read", route.parameters()));
    }
    Map<String, Wanted> described = new TreeMap<>();
    for (Operation operation : ApiDocument.ofThisTree().operations()) {
      if (!OPEN.contains(operation.id())) {
        described.put(operation.toString(), wanted(operation));
      }
    }

    assertThat(routed).isEqualTo(described);
  }

  private static Wanted wanted(Operation operation) {
    return new Wanted(
        operation.scope().orElseThrow(),
        operation.parameters("query").stream()
            .map(Operation.Parameter::name)
            .collect(Collectors.toSet()));
  }
}
