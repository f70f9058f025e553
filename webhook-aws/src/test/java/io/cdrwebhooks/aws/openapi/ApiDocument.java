package io.cdrwebhooks.aws.openapi;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The description of the API, `docs/openapi.yaml`.
///
/// Safe for several threads.
public final class ApiDocument {
  /// The path that all operations are below.
  public static final String BASE = "/bulk/cdr-mgr/v1";

  private static final String LOCATION = "urn:cdr-webhooks:openapi";
  private static final Set<String> METHODS = Set.of("get", "head", "post", "put", "delete");
  private static final ApiDocument OF_THIS_TREE = read(Path.of("..", "docs", "openapi.yaml"));

  private final Place root;
  private final List<Operation> operations;
  private final SchemaRegistry schemas;
  private final Map<JsonPointer, Schema> compiled = new ConcurrentHashMap<>();

  private ApiDocument(JsonNode document) {
    root = Place.root(document);
    operations = operations(root);
    SchemaRegistryConfig config =
        SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build();
    schemas =
        SchemaRegistry.withDefaultDialect(
            Dialects.getOpenApi31(),
            registry ->
                registry
                    .schemaRegistryConfig(config)
                    .schemas(Map.of(LOCATION, document.toString())));
  }

  /// The document of the source tree under test.
  public static ApiDocument ofThisTree() {
    return OF_THIS_TREE;
  }

  static ApiDocument read(Path file) {
    try {
      return new ApiDocument(new YAMLMapper().readTree(file.toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public List<Operation> operations() {
    return operations;
  }

  public Operation operation(String id) {
    return operations.stream()
        .filter(operation -> operation.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such operation: " + id));
  }

  public Place root() {
    return root;
  }

  /// The operation on a path as a client asks for it.
  Optional<Operation> find(String method, String path) {
    return onPath(path).stream().filter(found -> found.method().equals(method)).findFirst();
  }

  /// All operations on a path; none if it is not described.
  List<Operation> onPath(String path) {
    return operations.stream().filter(operation -> operation.matches(path)).toList();
  }

  /// Returns the faults of a value under the schema at a place.
  public List<String> faults(Place schema, JsonNode value) {
    Schema known =
        compiled.computeIfAbsent(
            schema.pointer(),
            pointer -> schemas.getSchema(SchemaLocation.of(LOCATION + "#" + pointer)));
    return known.validate(value).stream().map(Object::toString).toList();
  }

  private static List<Operation> operations(Place root) {
    List<Operation> operations = new ArrayList<>();
    Place paths = root.at("paths");
    for (String template : paths.names()) {
      Place path = paths.at(template);
      for (String method : path.names()) {
        if (METHODS.contains(method)) {
          operations.add(new Operation(template, method.toUpperCase(Locale.ROOT), path));
        }
      }
    }
    return List.copyOf(operations);
  }
}
