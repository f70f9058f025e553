package io.cdrwebhooks.aws.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// A place in a document: the node there, which is missing when there is none, and the JSON pointer
/// to it.
///
/// Source: RFC 6901.
public record Place(JsonNode document, String pointer) {
  static Place root(JsonNode document) {
    return new Place(document, "");
  }

  public JsonNode node() {
    return document.at(pointer);
  }

  public boolean exists() {
    return !node().isMissingNode();
  }

  /// What stands under a name; a reference is followed.
  public Place at(String name) {
    return child(name.replace("~", "~0").replace("/", "~1"));
  }

  public Place at(String first, String second) {
    return at(first).at(second);
  }

  public List<String> names() {
    List<String> names = new ArrayList<>();
    node().fieldNames().forEachRemaining(names::add);
    return names;
  }

  /// The elements of an array, references followed.
  public List<Place> elements() {
    List<Place> elements = new ArrayList<>();
    for (int i = 0; i < node().size(); i++) {
      elements.add(child(Integer.toString(i)));
    }
    return elements;
  }

  public String text() {
    return node().asText();
  }

  private Place child(String escaped) {
    Place child = new Place(document, pointer + "/" + escaped);
    JsonNode reference = child.node().path("$ref");
    return reference.isTextual() ? new Place(document, reference.textValue().substring(1)) : child;
  }
}
