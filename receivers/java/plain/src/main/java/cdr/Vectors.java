package cdr;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Prints the results of verify, safeName, read and sign for ../../vectors, one line of JSON each. */
final class Vectors {
  private static final JsonMapper JSON = new JsonMapper();
  private static final PrintStream OUT = new PrintStream(System.out, true, UTF_8);

  public static void main(String[] arguments) throws Exception {
    for (JsonNode vector : file("signatures").get("vectors")) {
      var verdict =
          CdrWebhook.verify(
              headers(vector),
              body(vector),
              vector.get("signatures").valueStream().map(JsonNode::stringValue).toList(),
              vector.get("now").longValue(),
              vector.get("toleranceSeconds").longValue());
      print("name", vector, "verdict", verdict instanceof CdrWebhook.Refused refused ? refused.reason() : "accepted");
    }
    for (JsonNode vector : file("file-names")) {
      print("file", vector, "saved", Announcement.safeName(vector.get("name").stringValue()));
    }
    for (JsonNode vector : file("announcements")) {
      print("announcement", vector, "read", Announcement.read(body(vector)).orElse(null));
    }
    for (JsonNode vector : file("receiver-requests").get("vectors")) {
      if (!vector.has("signedWith")) continue;
      print("request", vector, "signed", CdrSystem.sign(vector.get("signedWith").stringValue(), body(vector)));
    }
    for (JsonNode vector : file("links")) {
      List<String> signatures = vector.get("signatures").valueStream().map(JsonNode::stringValue).toList();
      print("link", vector, "signed", CdrSystem.signLink(signatures, vector.get("callbackURL").stringValue()));
    }
  }

  private static Map<String, List<String>> headers(JsonNode vector) {
    Map<String, List<String>> headers = new TreeMap<>();
    for (JsonNode header : vector.get("headers")) {
      headers.computeIfAbsent(header.get(0).stringValue(), name -> new ArrayList<>()).add(header.get(1).stringValue());
    }
    return headers;
  }

  private static byte[] body(JsonNode vector) {
    return vector.has("body")
        ? vector.get("body").stringValue().getBytes(UTF_8)
        : Base64.getDecoder().decode(vector.get("bodyBase64").stringValue());
  }

  private static JsonNode file(String name) throws Exception {
    return JSON.readTree(Files.readString(Path.of("../../vectors/" + name + ".json")));
  }

  private static void print(String key, JsonNode vector, String resultKey, Object result) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put(key, vector.get("name").stringValue());
    line.put(resultKey, result);
    OUT.println(JSON.writeValueAsString(line));
  }
}
