package io.cdrwebhooks.configapi.configurations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.http.Answers;
import io.cdrwebhooks.aws.http.FieldReader;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.GatewayCredentials;
import io.cdrwebhooks.configuration.SealedHeader;
import io.cdrwebhooks.configuration.SignatureVault;
import io.cdrwebhooks.gateway.RequestHeader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads and writes the field `requestHeaders` of a webhook configuration. Answers have only the
/// names, and errors have no value.
///
/// A body without the field keeps the stored headers. An empty list, or null, removes them. A
/// header without a value keeps the stored value of that name. But no stored value goes to another
/// server, where a caller could read it.
final class RequestHeaderFields {
  private static final String FIELD = FieldNames.REQUEST_HEADERS;

  private static final String OTHER_SERVER =
      "must be given again with values, or removed first: the URL names another server";

  private static final String NAME = "name";
  private static final String VALUE = "value";
  private static final Set<String> NAMES = Set.of(NAME, VALUE);

  private RequestHeaderFields() {}

  /// A header in a body; its value is empty if the stored one stays.
  record Given(String name, Optional<RequestHeader> header) {}

  /// Reads the field; empty if the body lacks it, or if the reader noted an error. `sameServer`
  /// says whether the URL still leads to the server that gets the stored values.
  static Optional<List<Given>> read(
      FieldReader reader, GatewayCredentials stored, boolean sameServer) {
    if (!reader.has(FIELD)) {
      return sameServer || stored.headers().isEmpty()
          ? Optional.empty()
          : reader.refuse(FIELD, OTHER_SERVER);
    }
    GatewayCredentials kept = sameServer ? stored : GatewayCredentials.NONE;
    JsonNode list = reader.value(FIELD).orElseGet(() -> Answers.object().putArray(FIELD));
    if (!list.isArray() || list.size() > GatewayCredentials.MAX_HEADERS) {
      return reader.refuse(
          FIELD, "must be a list of at most " + GatewayCredentials.MAX_HEADERS + " headers");
    }
    List<Given> given = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < list.size(); i++) {
      String field = FIELD + "[" + i + "]";
      Optional<Given> each = read(list.get(i), field, reader, kept);
      each.ifPresent(given::add);
      if (each.isPresent() && !names.add(RequestHeader.uniqueForm(each.get().name()))) {
        reader.refuse(
            field + "." + NAME,
            "must differ from the other names: case does not count, and _ counts as -");
      }
    }
    return Optional.of(given);
  }

  private static Optional<Given> read(
      JsonNode node, String field, FieldReader reader, GatewayCredentials kept) {
    if (!(node instanceof ObjectNode object)
        || object.propertyStream().anyMatch(property -> !NAMES.contains(property.getKey()))) {
      return reader.refuse(field, "must be an object with name and value");
    }
    String name = object.path(NAME).isTextual() ? object.path(NAME).textValue() : "";
    Optional<String> refusal = refusal(name);
    if (refusal.isPresent()) {
      return reader.refuse(field + "." + NAME, refusal.get());
    }
    JsonNode value = object.path(VALUE);
    if (value.isMissingNode() || value.isNull()) {
      return kept.header(name).isPresent()
          ? Optional.of(new Given(name, Optional.empty()))
          : reader.refuse(
              field + "." + VALUE, "is required: no value is stored for this name and this server");
    }
    return value.isTextual() && RequestHeader.isValue(value.textValue())
        ? Optional.of(new Given(name, Optional.of(new RequestHeader(name, value.textValue()))))
        : reader.refuse(field + "." + VALUE, RequestHeader.VALUE_RULE);
  }

  private static Optional<String> refusal(String name) {
    if (!RequestHeader.isToken(name)) {
      return Optional.of(
          "must have 1 to 100 letters, digits and characters of !#$%&'*+-.^_`|~, as RFC 9110"
              + " defines a header's name");
    }
    return RequestHeader.isReserved(name)
        ? Optional.of(
            "is reserved: the service or the connection sets this header, and _ counts as -")
        : Optional.empty();
  }

  /// Returns the headers to store: seals the given values, and keeps the others as they are stored.
  static List<SealedHeader> sealed(
      List<Given> given, GatewayCredentials stored, SignatureVault vault, ConfigurationId id) {
    List<SealedHeader> headers = new ArrayList<>();
    for (Given each : given) {
      headers.add(
          each.header()
              .map(header -> SealedHeader.seal(header, vault, id))
              .orElseGet(
                  () ->
                      new SealedHeader(
                          each.name(), stored.header(each.name()).orElseThrow().value())));
    }
    return headers;
  }

  static void put(ObjectNode json, GatewayCredentials gateway) {
    ArrayNode headers = json.putArray(FIELD);
    gateway.headers().forEach(header -> headers.addObject().put(NAME, header.name()));
  }
}
