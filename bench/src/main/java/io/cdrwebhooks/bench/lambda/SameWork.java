package io.cdrwebhooks.bench.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.bench.stand.CannedAws;
import io.cdrwebhooks.bench.stand.Received;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.PayloadSignatures;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.TreeSet;

/// The work for one delivery that waited in its lane: the request that its receiver got, and the
/// calls of AWS. Not their order: some are made at the same time.
///
/// Two functions may be measured against each other only if both do the same work, so what they did
/// is compared before.
record SameWork(Received request, List<String> calls) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Headers that say how a request is sent, not what.
  private static final List<String> OF_THE_CLIENT = List.of("host", "connection", "content-length");

  SameWork {
    calls = calls.stream().sorted().toList();
  }

  static SameWork of(Received request, List<CannedAws.Call> calls) {
    return new SameWork(request, calls.stream().map(CannedAws.Call::operation).toList());
  }

  /// @throws IOException saying what this has done otherwise than `other`
  void mustBeThatOf(SameWork other) throws IOException {
    mustEqual("calls of AWS", calls, other.calls);
    mustEqual("line", line(), other.line());
    mustEqual("headers", headers(), other.headers());
    mustEqual("webhook-id", request.header("webhook-id"), other.request.header("webhook-id"));
    mustEqual("payload", payload(), other.payload());
  }

  /// Both signatures must be those of the key over what was sent.
  ///
  /// @throws IOException if one is not
  void mustBeSignedWith(SignatureKey key) throws IOException {
    DeliveryId id = new DeliveryId(header("webhook-id"));
    Instant at = Instant.ofEpochSecond(Long.parseLong(header("webhook-timestamp")));
    mustEqual(
        "X-CDR-Signature",
        header("X-CDR-Signature"),
        PayloadSignatures.xCdrSignature(key, request.body()));
    mustEqual(
        "webhook-signature",
        header("webhook-signature"),
        PayloadSignatures.webhookSignature(List.of(key), id, at, request.body()));
  }

  private String line() {
    return request.method() + " " + request.target();
  }

  private NavigableSet<String> headers() {
    NavigableSet<String> names = new TreeSet<>();
    request.headers().keySet().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    names.removeAll(OF_THE_CLIENT);
    return names;
  }

  /// As text, so that the order of the properties counts; without the token, and the time that it
  /// is good for.
  private String payload() throws IOException {
    ObjectNode payload = (ObjectNode) JSON.readTree(request.body());
    JsonNode url = payload.get("callbackURL");
    if (url == null || !payload.path("validUntil").isTextual()) {
      return payload.toString();
    }
    payload.put("callbackURL", url.textValue().replaceFirst("[0-9a-f-]{36}$", "(token)"));
    payload.put("validUntil", payload.get("validUntil").textValue().replaceAll("\\d", "0"));
    return payload.toString();
  }

  private String header(String name) throws IOException {
    return request.header(name).orElseThrow(() -> new IOException("a request without " + name));
  }

  private static void mustEqual(String what, Object these, Object those) throws IOException {
    if (!these.equals(those)) {
      throw new IOException(
          "the functions do not do the same: " + what + " " + these + " of one, " + those);
    }
  }

  @Override
  public String toString() {
    return "SameWork" + calls;
  }
}
