package io.cdrwebhooks.configapi.configurations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.http.Answers;
import io.cdrwebhooks.aws.http.FieldReader;
import io.cdrwebhooks.receiver.AddressBlock;
import io.cdrwebhooks.terms.ReceiverRequests;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads and writes the field `receiverRequests` of a webhook configuration. Absent or null means
/// off.
final class ReceiverRequestFields {
  private static final String FIELD = FieldNames.RECEIVER_REQUESTS;

  private static final String ENABLED = "enabled";
  private static final String NETWORKS = "allowedNetworks";
  private static final Set<String> NAMES = Set.of(ENABLED, NETWORKS);
  private static final String SHAPE =
      "must be an object with enabled, and with allowedNetworks if there are any";

  private ReceiverRequestFields() {}

  /// Reads the field. The reader notes every error; the value is then ignored.
  static ReceiverRequests read(FieldReader reader) {
    Optional<JsonNode> value = reader.value(FIELD);
    if (value.isEmpty()) {
      return ReceiverRequests.OFF;
    }
    if (!(value.get() instanceof ObjectNode object)
        || !object.path(ENABLED).isBoolean()
        || object.propertyStream().anyMatch(property -> !NAMES.contains(property.getKey()))) {
      return reader.<ReceiverRequests>refuse(FIELD, SHAPE).orElse(ReceiverRequests.OFF);
    }
    return new ReceiverRequests(object.path(ENABLED).booleanValue(), networks(object, reader));
  }

  private static List<AddressBlock> networks(ObjectNode object, FieldReader reader) {
    JsonNode list = object.path(NETWORKS);
    if (list.isMissingNode() || list.isNull()) {
      return List.of();
    }
    if (!list.isArray() || list.size() > ReceiverRequests.MAX_NETWORKS) {
      return refused(
          reader, "must be a list of at most " + ReceiverRequests.MAX_NETWORKS + " networks");
    }
    List<AddressBlock> networks = new ArrayList<>();
    for (JsonNode network : list) {
      try {
        networks.add(AddressBlock.of(network.isTextual() ? network.textValue() : ""));
      } catch (IllegalArgumentException _) {
        return refused(
            reader, "must be networks such as 203.0.113.0/24 or 2001:db8::/32, without host bits");
      }
    }
    return networks;
  }

  private static List<AddressBlock> refused(FieldReader reader, String detail) {
    return reader.<List<AddressBlock>>refuse(FIELD + "." + NETWORKS, detail).orElse(List.of());
  }

  static void put(ObjectNode json, ReceiverRequests requests) {
    ObjectNode object = Answers.object().put(ENABLED, requests.enabled());
    ArrayNode networks = object.putArray(NETWORKS);
    requests.allowedNetworks().forEach(network -> networks.add(network.toString()));
    json.set(FIELD, object);
  }

  /// Returns the field's value as people read it: the networks that may send requests.
  static String text(JsonNode value) {
    List<String> networks = new ArrayList<>();
    value.path(NETWORKS).forEach(network -> networks.add(network.asText()));
    String from = networks.isEmpty() ? "any address" : String.join(", ", networks);
    return value.path(ENABLED).asBoolean() ? "on, from " + from : "off";
  }
}
