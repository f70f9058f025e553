package io.cdrwebhooks.aws.openapi;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// A place in a document: the JSON pointer to it, and the node there, which is missing when there
/// is none.
///
/// Source: RFC 6901.
public record Place(JsonNode document, JsonPointer pointer, JsonNode node) {
  static Place root(JsonNode document) {
    return new Place(document, JsonPointer.empty(), document);
  }

  public boolean exists() {
    return !node.isMissingNode();
  }

  /// Returns the member with this name; follows a reference.
  public Place at(String name) {
    return resolved(pointer.appendProperty(name), node.path(name));
  }

  public Place at(String first, String second) {
    return at(first).at(second);
  }

  public List<String> names() {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /// The elements of an array, references followed.
  public List<Place> elements() {
    List<Place> elements = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      elements.add(resolved(pointer.appendIndex(i), node.path(i)));
    }
    return elements;
  }

  public String text() {
    return node.asText();
  }

  private Place resolved(JsonPointer place, JsonNode child) {
    JsonNode reference = child.path("$ref");
    if (!reference.isTextual()) {
      return new Place(document, place, child);
    }
    JsonPointer target = JsonPointer.compile(reference.textValue().substring(1));
    return new Place(document, target, document.at(target));
  }
}
