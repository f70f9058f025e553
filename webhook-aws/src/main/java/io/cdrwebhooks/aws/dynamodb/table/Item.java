package io.cdrwebhooks.aws.dynamodb.table;

import io.cdrwebhooks.json.Json;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The attributes of one item, or the values of an expression. Only this class knows how DynamoDB
/// represents a Java value.
///
/// It does not store an empty text; a missing attribute reads as empty. Instants are texts of one
/// width, so that the texts sort like the instants. Only one thread fills an item.
public final class Item {
  private Map<String, AttributeValue> attributes;

  /// True if another item may have this map; then the next change copies it.
  private boolean isShared;

  public Item() {
    this.attributes = new LinkedHashMap<>();
  }

  /// Creates an item with these attributes, which must not change.
  public Item(Map<String, AttributeValue> attributes) {
    this.attributes = attributes;
    this.isShared = true;
  }

  private void put(String name, AttributeValue value) {
    changed().put(name, value);
  }

  private Map<String, AttributeValue> changed() {
    if (isShared) {
      attributes = new LinkedHashMap<>(attributes);
      isShared = false;
    }
    return attributes;
  }

  public Item set(String name, String text) {
    if (!text.isEmpty()) {
      put(name, AttributeValue.fromS(text));
    }
    return this;
  }

  public Item set(String name, long number) {
    put(name, AttributeValue.fromN(Long.toString(number)));
    return this;
  }

  public Item set(String name, boolean flag) {
    put(name, AttributeValue.fromBool(flag));
    return this;
  }

  public Item set(String name, Instant instant) {
    return set(name, Json.instant(instant));
  }

  /// Sets a text set with this one element.
  public Item setOfOne(String name, String text) {
    put(name, AttributeValue.fromSs(List.of(text)));
    return this;
  }

  /// Sets a list of texts, in their order. It leaves out an empty list.
  public Item setTexts(String name, List<String> texts) {
    if (!texts.isEmpty()) {
      put(name, AttributeValue.fromL(texts.stream().map(AttributeValue::fromS).toList()));
    }
    return this;
  }

  /// Sets a list of items that are stored and read together as one attribute.
  public Item set(String name, List<Item> parts) {
    put(
        name,
        AttributeValue.fromL(
            parts.stream().map(part -> AttributeValue.fromM(part.attributes())).toList()));
    return this;
  }

  /// Sets an instant in Unix seconds, as DynamoDB's time to live requires.
  public Item setEpochSeconds(String name, Instant instant) {
    return set(name, instant.getEpochSecond());
  }

  public Item setNumbers(String name, long... numbers) {
    put(name, AttributeValue.fromNs(LongStream.of(numbers).mapToObj(Long::toString).toList()));
    return this;
  }

  public Item setAll(Item others) {
    changed().putAll(others.attributes);
    return this;
  }

  public boolean has(String name) {
    return attributes.containsKey(name);
  }

  public Optional<String> text(String name) {
    return value(name).map(AttributeValue::s);
  }

  /// Returns an attribute that every stored item has.
  ///
  /// @throws IllegalStateException if the stored item lacks it
  public String requiredText(String name) {
    return text(name).orElseThrow(() -> lacks(name));
  }

  public Optional<Long> number(String name) {
    return value(name).map(AttributeValue::n).map(Long::valueOf);
  }

  /// Returns an attribute that every stored item has.
  ///
  /// @throws IllegalStateException if the stored item lacks it
  public long requiredNumber(String name) {
    return number(name).orElseThrow(() -> lacks(name));
  }

  /// Returns a set of numbers, in any order; empty if there is none.
  public List<Long> numbers(String name) {
    return value(name).map(AttributeValue::ns).orElse(List.of()).stream()
        .map(Long::valueOf)
        .toList();
  }

  public boolean flag(String name) {
    return value(name).map(AttributeValue::bool).orElse(false);
  }

  public Optional<Instant> instant(String name) {
    return text(name).map(Instant::parse);
  }

  /// Returns an attribute that every stored item has.
  ///
  /// @throws IllegalStateException if the stored item lacks it
  public Instant requiredInstant(String name) {
    return instant(name).orElseThrow(() -> lacks(name));
  }

  /// Returns a list of items; empty if there is none.
  public List<Item> parts(String name) {
    return value(name).map(AttributeValue::l).orElse(List.of()).stream()
        .map(part -> new Item(part.m()))
        .toList();
  }

  /// Returns a list of texts; empty if there is none.
  public List<String> texts(String name) {
    return value(name).map(AttributeValue::l).orElse(List.of()).stream()
        .map(AttributeValue::s)
        .toList();
  }

  /// Returns the names in the order that they were set.
  public Set<String> names() {
    return attributes.keySet();
  }

  /// Returns the same attributes with a colon before each name, as values are named in expressions.
  public Item asValues() {
    Item values = new Item();
    attributes.forEach((name, value) -> values.put(":" + name, value));
    return values;
  }

  /// Returns an item with only the named attributes, such as those of a key.
  public Item only(Iterable<String> names) {
    Item part = new Item();
    for (String name : names) {
      value(name).ifPresent(value -> part.put(name, value));
    }
    return part;
  }

  /// Returns the attributes as they are now; later changes of this item do not change them.
  public Map<String, AttributeValue> attributes() {
    isShared = true;
    return Collections.unmodifiableMap(attributes);
  }

  private Optional<AttributeValue> value(String name) {
    return Optional.ofNullable(attributes.get(name));
  }

  private static IllegalStateException lacks(String name) {
    return new IllegalStateException("stored item must have the attribute " + name);
  }
}
