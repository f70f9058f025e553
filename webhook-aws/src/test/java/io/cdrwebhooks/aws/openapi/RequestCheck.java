package io.cdrwebhooks.aws.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.cdrwebhooks.aws.http.HttpRequest;
import io.cdrwebhooks.aws.openapi.Operation.Parameter;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Compares an accepted request with its operation: the handler must refuse what the document
/// refuses.
record RequestCheck(ApiDocument document, Operation operation) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
  private static final Pattern AMPERSAND = Pattern.compile("&");

  List<String> faults(HttpRequest request) {
    List<String> faults = new ArrayList<>();
    Map<String, String> variables = operation.variables(request.path()).orElseThrow();
    Map<String, String> query = query(request.query());
    for (Parameter parameter : operation.parameters()) {
      Optional<String> value =
          switch (parameter.in()) {
            case "path" -> Optional.ofNullable(variables.get(parameter.name()));
            case "query" -> Optional.ofNullable(query.remove(parameter.name()));
            default -> request.header(parameter.name());
          };
      faults.addAll(faults(parameter, value));
    }
    if (operation.scope().isPresent()) {
      query.keySet().forEach(name -> faults.add("the query has no parameter " + name));
    }
    operation.bodySchema().ifPresent(schema -> faults.addAll(bodyFaults(schema, request)));
    return faults;
  }

  private List<String> faults(Parameter parameter, Optional<String> value) {
    if (value.isEmpty()) {
      return parameter.required() ? List.of(parameter.name() + " is missing") : List.of();
    }
    return document.faults(parameter.schema(), value(parameter, value.get())).stream()
        .map(fault -> parameter.name() + fault)
        .toList();
  }

  /// A text that is a number counts as one where the schema has a number.
  private static JsonNode value(Parameter parameter, String text) {
    boolean number =
        parameter.schema().at("type").text().equals("integer") && NUMBER.matcher(text).matches();
    return number ? new LongNode(Long.parseLong(text)) : new TextNode(text);
  }

  private List<String> bodyFaults(Place schema, HttpRequest request) {
    if (request.body().bytes().length == 0) {
      return operation.bodyRequired() ? List.of("the body is missing") : List.of();
    }
    String type = request.header("content-type").orElse("").toLowerCase(Locale.ROOT).strip();
    if (!type.startsWith("application/json")) {
      return List.of("the content type " + type + " is not described");
    }
    try {
      JsonNode body = JSON.readTree(request.body().bytes());
      return document.faults(schema, asCounted(schema, body));
    } catch (IOException e) {
      return List.of("the body is not JSON: " + e.getMessage());
    }
  }

  /// White space around a name is not part of it: JSON Schema cannot say that.
  private static JsonNode asCounted(Place schema, JsonNode body) {
    if (!(body instanceof ObjectNode object)) {
      return body;
    }
    ObjectNode counted = object.deepCopy();
    for (String field : schema.at("properties").names()) {
      boolean name = schema.at("properties", field).pointer().toString().endsWith("/schemas/Name");
      if (name && body.path(field).isTextual()) {
        counted.put(field, body.path(field).textValue().strip());
      }
    }
    return counted;
  }

  private static Map<String, String> query(String text) {
    Map<String, String> query = new LinkedHashMap<>();
    for (String part : AMPERSAND.split(text)) {
      if (!part.isEmpty()) {
        String[] pair = part.split("=", 2);
        query.put(decode(pair[0]), pair.length == 2 ? decode(pair[1]) : "");
      }
    }
    return query;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return text;
    }
  }
}
