package io.cdrwebhooks.infra;

import static io.cdrwebhooks.infra.SynthesisedDeployment.at;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Describes the template's tables in the format of `build-support/tables.txt`.
final class TableDescriptions {
  private TableDescriptions() {}

  static List<String> ofTemplate() {
    List<String> lines = new ArrayList<>();
    SynthesisedDeployment.EXAMPLE
        .properties("AWS::DynamoDB::Table")
        .forEach((id, table) -> describe(name(id), table, lines));
    return lines;
  }

  /// `RecordsCdrTasksF00D1234` is `cdr-tasks`.
  private static String name(String logicalId) {
    return logicalId
        .replaceFirst("^Records", "")
        .replaceFirst("[0-9A-F]{8}$", "")
        .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
        .toLowerCase(Locale.ROOT);
  }

  private static void describe(String name, Object table, List<String> lines) {
    Map<Object, Object> types = new HashMap<>();
    for (Object attribute : (List<?>) at(table, "AttributeDefinitions")) {
      types.put(at(attribute, "AttributeName"), at(attribute, "AttributeType"));
    }
    lines.add("table " + name + ": " + keys(table, types));
    Object indexes = ((Map<?, ?>) table).get("GlobalSecondaryIndexes");
    if (indexes instanceof List<?> list) {
      for (Object index : list) {
        lines.add(
            "index %s/%s: %s, %s"
                .formatted(name, at(index, "IndexName"), keys(index, types), projection(index)));
      }
    }
  }

  private static String keys(Object tableOrIndex, Map<Object, Object> types) {
    return ((List<?>) at(tableOrIndex, "KeySchema"))
        .stream()
            .map(
                key ->
                    "%s %s %s"
                        .formatted(
                            at(key, "KeyType"),
                            at(key, "AttributeName"),
                            types.get(at(key, "AttributeName"))))
            .collect(Collectors.joining(", "));
  }

  private static String projection(Object index) {
    Object attributes = ((Map<?, ?>) at(index, "Projection")).get("NonKeyAttributes");
    String names =
        attributes instanceof List<?> list
            ? list.stream().map(name -> " " + name).sorted().collect(Collectors.joining())
            : "";
    return at(index, "Projection", "ProjectionType") + names;
  }
}
