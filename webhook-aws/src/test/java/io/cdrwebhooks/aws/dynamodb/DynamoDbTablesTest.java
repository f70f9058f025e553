package io.cdrwebhooks.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;

/// The tables that the stores use are those that the deployment's template makes.
class DynamoDbTablesTest {
  private static final List<CreateTableRequest> TABLES =
      DynamoDbTables.definitions(TableNames.withPrefix(""));

  /// The template is held against the same file.
  @Test
  void tablesAreThoseThatTheTemplateMakes() throws IOException {
    List<String> described =
        Files.readAllLines(Path.of("..", "build-support", "tables.txt")).stream()
            .filter(line -> !line.startsWith("//"))
            .toList();

    assertThat(TABLES.stream().flatMap(table -> describe(table).stream()))
        .containsExactlyElementsOf(described);
  }

  /// Source: Amazon DynamoDB Developer Guide, "Quotas in Amazon DynamoDB", and the API's reference
  /// of Projection.
  @Test
  void indexesProjectNoMoreAttributesThanDynamoDbAllows() {
    for (CreateTableRequest table : TABLES) {
      assertThat(table.globalSecondaryIndexes())
          .allSatisfy(
              index -> assertThat(index.projection().nonKeyAttributes()).hasSizeLessThan(21));
      assertThat(
              table.globalSecondaryIndexes().stream()
                  .mapToInt(index -> index.projection().nonKeyAttributes().size())
                  .sum())
          .isLessThan(101);
    }
  }

  @Test
  @SpeaksToAws
  void tableOfAnEarlierVersionIsNoticed() {
    TestTables tables = TestTables.create();
    assertThat(DynamoDbTables.haveAllIndexes(tables.client(), tables.names())).isTrue();

    CreateTableRequest now =
        DynamoDbTables.definitions(tables.names()).stream()
            .filter(table -> table.tableName().equals(tables.names().downloadLinks()))
            .findAny()
            .orElseThrow();
    var _ = tables.client().deleteTable(request -> request.tableName(now.tableName()));
    var _ =
        tables
            .client()
            .createTable(
                now.toBuilder()
                    .attributeDefinitions(now.attributeDefinitions().getFirst())
                    .globalSecondaryIndexes((List<GlobalSecondaryIndex>) null)
                    .build());
    assertThat(DynamoDbTables.haveAllIndexes(tables.client(), tables.names())).isFalse();
  }

  private static List<String> describe(CreateTableRequest table) {
    Map<String, String> types =
        table.attributeDefinitions().stream()
            .collect(
                Collectors.toMap(
                    AttributeDefinition::attributeName,
                    AttributeDefinition::attributeTypeAsString));
    List<String> lines = new ArrayList<>();
    lines.add("table " + table.tableName() + ": " + keys(table.keySchema(), types));
    for (GlobalSecondaryIndex index : table.globalSecondaryIndexes()) {
      lines.add(
          "index %s/%s: %s, %s"
              .formatted(
                  table.tableName(),
                  index.indexName(),
                  keys(index.keySchema(), types),
                  projection(index)));
    }
    return lines;
  }

  private static String keys(List<KeySchemaElement> keys, Map<String, String> types) {
    return keys.stream()
        .map(
            key ->
                "%s %s %s"
                    .formatted(
                        key.keyTypeAsString(), key.attributeName(), types.get(key.attributeName())))
        .collect(Collectors.joining(", "));
  }

  private static String projection(GlobalSecondaryIndex index) {
    return index.projection().projectionTypeAsString()
        + index.projection().nonKeyAttributes().stream()
            .map(name -> " " + name)
            .sorted()
            .collect(Collectors.joining());
  }
}
