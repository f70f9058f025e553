package io.cdrwebhooks.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdrwebhooks.configuration.SignatureKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;

/// A request of the receiver kit's vectors, made with PHP's `hash_hmac`, and the verdict that it
/// must get: "accepted", or a reason. The first of its `keys` is the new one.
public record SignatureVector(
    String name,
    List<SignatureKey> keys,
    Instant now,
    Duration tolerance,
    List<Header> headers,
    byte[] body,
    String verdict) {
  private static final Path FILE = Path.of("..", "receivers", "vectors", "signatures.json");

  public record Header(String name, String value) {}

  public static List<SignatureVector> all() throws IOException {
    JsonNode vectors = new ObjectMapper().readTree(FILE.toFile()).required("vectors");
    return StreamSupport.stream(vectors.spliterator(), false).map(SignatureVector::of).toList();
  }

  /// The requests that are exactly what the platform sends.
  public static List<SignatureVector> ofThePlatform() throws IOException {
    return all().stream().filter(vector -> vector.name.startsWith("platform: ")).toList();
  }

  /// The requests of receivers that get payload 2, exactly as the platform sends them.
  public static List<SignatureVector> ofPayloadTwo() throws IOException {
    return all().stream().filter(vector -> vector.name.startsWith("payload 2: ")).toList();
  }

  /// The notices to receivers, exactly as the platform sends them.
  public static List<SignatureVector> ofNotices() throws IOException {
    return all().stream().filter(vector -> vector.name.startsWith("notice: ")).toList();
  }

  private static SignatureVector of(JsonNode json) {
    List<SignatureKey> keys = new ArrayList<>();
    json.required("signatures")
        .forEach(
            key -> {
              if (!key.asText().isEmpty()) { // which is no key
                keys.add(new SignatureKey(key.asText()));
              }
            });
    List<Header> headers = new ArrayList<>();
    json.required("headers")
        .forEach(header -> headers.add(new Header(header.get(0).asText(), header.get(1).asText())));
    return new SignatureVector(
        json.required("name").asText(),
        keys,
        Instant.ofEpochSecond(json.required("now").asLong()),
        Duration.ofSeconds(json.required("toleranceSeconds").asLong()),
        headers,
        json.has("body")
            ? json.get("body").asText().getBytes(StandardCharsets.UTF_8)
            : Base64.getDecoder().decode(json.required("bodyBase64").asText()),
        json.required("verdict").required("webhook-signature").asText());
  }

  public SignatureKey key() {
    return keys.getFirst();
  }

  /// The values of a header, whose name may be written in any case.
  public List<String> values(String header) {
    return headers.stream()
        .filter(each -> each.name.equalsIgnoreCase(header))
        .map(Header::value)
        .toList();
  }

  public String header(String name) {
    return values(name).getFirst();
  }

  @Override
  public String toString() {
    return name;
  }
}
