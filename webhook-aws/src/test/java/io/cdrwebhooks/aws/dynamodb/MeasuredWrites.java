package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.aws.dynamodb.TableDefinition.Index;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// Computes the write units that DynamoDB charges for the puts and updates of a client, from the
/// items before and after each. Emulators do not charge for indexes.
///
/// A table charges a unit for each KiB of the larger item. An index charges the same for its entry,
/// once if it is new, changed or removed, twice if its key changes, and nothing if it stays.
final class MeasuredWrites implements ExecutionInterceptor {
  private static final ExecutionAttribute<Map<String, AttributeValue>> BEFORE =
      new ExecutionAttribute<>("itemBefore");

  private final TestTables tables;
  private final AtomicInteger units = new AtomicInteger();

  MeasuredWrites(TestTables tables) {
    this.tables = tables;
  }

  /// Since the last time it was asked.
  int taken() {
    return units.getAndSet(0);
  }

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    switch (context.request()) {
      case PutItemRequest put -> attributes.putAttribute(BEFORE, item(put.tableName(), put.item()));
      case UpdateItemRequest update ->
          attributes.putAttribute(BEFORE, item(update.tableName(), update.key()));
      default -> {}
    }
  }

  @Override
  public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
    switch (context.request()) {
      case PutItemRequest put -> charge(put.tableName(), put.item(), attributes);
      case UpdateItemRequest update -> charge(update.tableName(), update.key(), attributes);
      default -> {}
    }
  }

  private void charge(
      String table, Map<String, AttributeValue> key, ExecutionAttributes attributes) {
    Map<String, AttributeValue> before = attributes.getAttribute(BEFORE);
    Map<String, AttributeValue> after = item(table, key);
    units.addAndGet(Math.max(units(before), units(after)));
    for (Index index : definition(table).indexes()) {
      units.addAndGet(
          units(
              index,
              entry(definition(table), index, before),
              entry(definition(table), index, after)));
    }
  }

  private static int units(
      Index index, Map<String, AttributeValue> before, Map<String, AttributeValue> after) {
    if (before.equals(after)) {
      return 0;
    }
    boolean isMoved =
        !before.isEmpty()
            && !after.isEmpty()
            && keys(index).anyMatch(key -> !before.get(key).equals(after.get(key)));
    return isMoved ? units(before) + units(after) : Math.max(units(before), units(after));
  }

  private static int units(Map<String, AttributeValue> item) {
    return Math.ceilDiv(ItemSize.bytes(item), 1_024);
  }

  /// Returns what an index has of an item; nothing if the item lacks a key of the index.
  static Map<String, AttributeValue> entry(
      TableDefinition table, Index index, Map<String, AttributeValue> item) {
    if (!keys(index).allMatch(item::containsKey)) {
      return Map.of();
    }
    Map<String, AttributeValue> entry = new HashMap<>(item);
    List<String> kept =
        Stream.of(
                keys(index),
                Stream.concat(Stream.of(table.partitionKey()), table.sortKey().stream())
                    .map(TableDefinition.Key::name),
                index.projected().stream())
            .flatMap(names -> names)
            .toList();
    entry.keySet().retainAll(kept);
    return entry;
  }

  private static Stream<String> keys(Index index) {
    return Stream.of(index.partitionKey().name(), index.sortKey().name());
  }

  private TableDefinition definition(String table) {
    return TableDefinition.ALL.get(tables.names().all().indexOf(table));
  }

  private Map<String, AttributeValue> item(String table, Map<String, AttributeValue> item) {
    Map<String, AttributeValue> key = new HashMap<>(item);
    TableDefinition definition = definition(table);
    key.keySet()
        .retainAll(
            Stream.concat(Stream.of(definition.partitionKey()), definition.sortKey().stream())
                .map(TableDefinition.Key::name)
                .toList());
    return tables
        .client()
        .getItem(request -> request.tableName(table).key(key).consistentRead(true))
        .item();
  }
}
