package io.cdrwebhooks.aws.dynamodb.table;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The attributes of one item, or the values of an expression: the only place that knows how a Java
/// value looks in DynamoDB.
///
/// An empty text is left out, and reading an attribute that is not there gives empty. Instants are
/// text of one width, so that they sort and compare as they are. An item is filled by one thread.
public final class Item {
  /// Whole milliseconds, UTC, always 24 characters.
  private static final DateTimeFormatter FIXED_WIDTH =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  private final Map<String, AttributeValue> attributes;

  public Item() {
    this(Map.of());
  }

  public Item(Map<String, AttributeValue> attributes) {
    this.attributes = new LinkedHashMap<>(attributes);
  }

  public Item set(String name, String text) {
    if (!text.isEmpty()) {
      attributes.put(name, AttributeValue.fromS(text));
    }
    return this;
  }

  public Item set(String name, long number) {
    attributes.put(name, AttributeValue.fromN(Long.toString(number)));
    return this;
  }

  public Item set(String name, boolean flag) {
    attributes.put(name, AttributeValue.fromBool(flag));
    return this;
  }

  public Item set(String name, Instant instant) {
    return set(name, FIXED_WIDTH.format(instant));
  }

  /// A set that has only this text yet.
  public Item setOfOne(String name, String text) {
    attributes.put(name, AttributeValue.fromSs(List.of(text)));
    return this;
  }

  /// A list of what would be items of their own if they were not stored and read together.
  public Item set(String name, List<Item> parts) {
    attributes.put(
        name,
        AttributeValue.fromL(
            parts.stream().map(part -> AttributeValue.fromM(part.attributes())).toList()));
    return this;
  }

  /// The form that DynamoDB's time to live asks for.
  public Item setEpochSeconds(String name, Instant instant) {
    return set(name, instant.getEpochSecond());
  }

  public Item setNumbers(String name, long... numbers) {
    attributes.put(
        name, AttributeValue.fromNs(LongStream.of(numbers).mapToObj(Long::toString).toList()));
    return this;
  }

  public Item setAll(Item others) {
    attributes.putAll(others.attributes);
    return this;
  }

  public boolean has(String name) {
    return attributes.containsKey(name);
  }

  public Optional<String> text(String name) {
    return Optional.ofNullable(attributes.get(name)).map(AttributeValue::s);
  }

  /// Returns an attribute that every stored item has.
  ///
  /// @throws IllegalStateException if the stored item lacks it
  public String requiredText(String name) {
    return text(name).orElseThrow(() -> lacks(name));
  }

  public Optional<Long> number(String name) {
    return Optional.ofNullable(attributes.get(name)).map(AttributeValue::n).map(Long::valueOf);
  }

  /// Returns an attribute that every stored item has.
  ///
  /// @throws IllegalStateException if the stored item lacks it
  public long requiredNumber(String name) {
    return number(name).orElseThrow(() -> lacks(name));
  }

  /// A set of numbers, in any order; empty if there is none.
  public List<Long> numbers(String name) {
    return Optional.ofNullable(attributes.get(name))
        .map(AttributeValue::ns)
        .orElse(List.of())
        .stream()
        .map(Long::valueOf)
        .toList();
  }

  public boolean flag(String name) {
    return Optional.ofNullable(attributes.get(name)).map(AttributeValue::bool).orElse(false);
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

  /// Empty if there is no such list.
  public List<Item> parts(String name) {
    return Optional.ofNullable(attributes.get(name))
        .map(AttributeValue::l)
        .orElse(List.of())
        .stream()
        .map(part -> new Item(part.m()))
        .toList();
  }

  /// In the order in which they were set.
  public Set<String> names() {
    return attributes.keySet();
  }

  /// The same attributes under the names that values have in expressions.
  public Item asValues() {
    Item values = new Item();
    attributes.forEach((name, value) -> values.attributes.put(":" + name, value));
    return values;
  }

  /// The named attributes alone, such as those of a key.
  public Item only(Iterable<String> names) {
    Item part = new Item();
    for (String name : names) {
      Optional.ofNullable(attributes.get(name))
          .ifPresent(value -> part.attributes.put(name, value));
    }
    return part;
  }

  /// A copy for a request of the SDK.
  public Map<String, AttributeValue> attributes() {
    return Map.copyOf(attributes);
  }

  private static IllegalStateException lacks(String name) {
    return new IllegalStateException("the stored item has no " + name);
  }
}
