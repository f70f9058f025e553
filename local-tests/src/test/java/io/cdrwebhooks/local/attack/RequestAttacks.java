package io.cdrwebhooks.local.attack;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.delivery.PayloadSignatures;
import io.cdrwebhooks.local.attack.RawHttp.Answer;
import io.cdrwebhooks.receiverrequest.ReceiverRequestHandler;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;

/// Attacks on receivers' requests: forged, changed, replayed, late, and in the name of another
/// customer.
record RequestAttacks(Target target, Random random) {
  private static final String PATH = ReceiverRequestHandler.PATH;

  void run(Attempts attempts) throws IOException {
    attempts.begin(
        "receivers' requests", "only a fresh request with the receiver's signature counts");
    Target.Customer victim = target.attacked;
    String body = list(victim, Instant.now());
    String signature = signature(victim.signature(), body);
    attempts.control("an honest request is answered", ask(body, signature).status() == 200);
    attempts.made("replayed", refused(ask(body, signature)));
    for (String forged : forged(victim)) {
      String fresh = list(victim, Instant.now());
      attempts.made("forged", refused(ask(fresh, forged)));
    }
    changed(victim, attempts);
    late(victim, attempts);
    others(victim, attempts);
  }

  /// Signatures that are none for a request of this customer.
  private List<String> forged(Target.Customer victim) {
    String key = victim.keyText();
    String other = signature(victim.signature(), list(victim, Instant.now()));
    byte[] bytes = Base64.getDecoder().decode(other);
    List<String> forged =
        new ArrayList<>(
            List.of(
                "",
                "x",
                "null",
                "=",
                other,
                key,
                "v1," + other,
                other.toLowerCase(Locale.ROOT),
                other.substring(0, 44),
                HexFormat.of().formatHex(bytes),
                Base64.getEncoder().encodeToString(new byte[64]),
                Base64.getEncoder().encodeToString(new byte[0]),
                "A".repeat(7_000)));
    for (int i = 0; i < 30; i++) {
      byte[] guess = new byte[64];
      random.nextBytes(guess);
      forged.add(Base64.getEncoder().encodeToString(guess));
    }
    return forged;
  }

  /// Each character of a right signature, and some of the body, changed once.
  private void changed(Target.Customer victim, Attempts attempts) throws IOException {
    String body = list(victim, Instant.now());
    String right = signature(victim.signature(), body);
    for (int at = 0; at < right.length(); at += 2) {
      char other = right.charAt(at) == 'A' ? 'B' : 'A';
      String changed = right.substring(0, at) + other + right.substring(at + 1);
      attempts.made("changed signature", refused(ask(body, changed)));
    }
    for (int i = 0; i < 20; i++) {
      int at = 1 + random.nextInt(body.length() - 2);
      String changed = body.substring(0, at) + '0' + body.substring(at + 1);
      boolean same = changed.equals(body);
      attempts.made("changed body", same || refused(ask(changed, right)));
    }
    for (String more : List.of(" ", "\n", "\0")) {
      attempts.made("longer body", refused(ask(body + more, right)));
    }
    for (String name :
        List.of("webhook-signature", "Authorization", "X-Cdr-Signature2", "Signature")) {
      Answer answer = target.http.send("POST", PATH, body.getBytes(UTF_8), name + ": " + right);
      attempts.made("signature in " + name, refused(answer));
    }
    attempts.control("the signature was right", ask(body, right).status() == 200);
  }

  private void late(Target.Customer victim, Attempts attempts) throws IOException {
    for (int minutes : List.of(6, 10, 60, 1_440, 525_600)) {
      for (int sign : List.of(-1, 1)) {
        Instant at = Instant.now().plus(Duration.ofMinutes((long) sign * minutes));
        String body = list(victim, at);
        attempts.made("of another time", refused(ask(body, signature(victim.signature(), body))));
      }
    }
  }

  /// Signed by one customer, in the name of another.
  private void others(Target.Customer victim, Attempts attempts) throws IOException {
    SignatureKey own = target.other.signature();
    for (String body :
        List.of(
            list(victim, Instant.now()),
            request("renew-link", "\"deliveryId\":\"" + victim.delivery() + "\""),
            request(
                "list-reports",
                "\"deliveryId\":\"" + victim.delivery() + "\",\"from\":\"2026-01-01T00:00:00Z\""),
            request(
                "statement",
                "\"configurationId\":\"" + victim.configuration() + "\",\"day\":\"2026-01-01\""),
            request("list-reports", both(victim) + ",\"from\":\"2026-01-01T00:00:00Z\""),
            request("renew-link", both(victim)),
            request("renew-link", "\"deliveryId\":\"dlv_" + "0".repeat(32) + "\""),
            request("renew-link", "\"deliveryId\":null"),
            request("renew-link", "\"deliveryId\":[\"" + victim.delivery() + "\"]"))) {
      attempts.made("in another's name", refused(ask(body, signature(own, body))));
    }
  }

  private String both(Target.Customer victim) {
    return "\"configurationId\":\"%s\",\"deliveryId\":\"%s\""
        .formatted(target.other.configuration(), victim.delivery());
  }

  private Answer ask(String body, String signature) throws IOException {
    return target.http.send("POST", PATH, body.getBytes(UTF_8), header(signature));
  }

  /// A limit that was reached says nothing about the request.
  private static boolean refused(Answer answer) {
    return answer.isRefusal() && answer.status() != 429;
  }

  private static String header(String signature) {
    return "Content-Type: application/json\r\nX-CDR-Signature: " + signature;
  }

  private String signature(SignatureKey key, String body) {
    String signature = PayloadSignatures.xCdrSignature(key, body.getBytes(UTF_8));
    target.secrets.add(signature);
    return signature;
  }

  private static String list(Target.Customer customer, Instant at) {
    return request(
            "list-reports",
            "\"configurationId\":\"%s\",\"from\":\"2026-01-01T00:00:00Z\""
                .formatted(customer.configuration()))
        .replaceFirst("\"at\":\"[^\"]*\"", "\"at\":\"" + at + "\"");
  }

  private static String request(String kind, String fields) {
    return "{\"request\":\"%s\",\"id\":\"req_%s\",\"at\":\"%s\",%s}"
        .formatted(kind, UUID.randomUUID().toString().replace("-", ""), Instant.now(), fields);
  }
}
