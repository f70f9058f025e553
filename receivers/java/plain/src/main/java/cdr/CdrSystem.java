package cdr;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests fresh links and the list of reports from the system. The configuration must allow such requests. */
final class CdrSystem {
  private static final String PATH = "/bulk/cdr-mgr/v1/receiver-requests";
  private static final long MOST_SECONDS = 60;
  /** A page of a list may be longer than a webhook. */
  private static final int MAX_PAGE_BYTES = 4 * 1024 * 1024;

  private static final long TOLERANCE_SECONDS = 300;
  private static final JsonMapper JSON = new JsonMapper();
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /** An answer with a valid signature: when it was signed, in Unix seconds, and its body. */
  record Answer(long signedAt, byte[] body) {}

  /** A request that got no valid answer. The message has no secrets, so it may be logged. */
  static final class Failure extends Exception {
    /** 0 if there was no valid answer. */
    final int status;

    final long retryAfterSeconds;

    Failure(String message, int status, long retryAfterSeconds) {
      super(message);
      this.status = status;
      this.retryAfterSeconds = retryAfterSeconds;
    }

    /** Returns whether the report no longer exists. */
    boolean isGone() {
      return status == 410;
    }

    /** Returns whether the same request may succeed later. */
    boolean mayPass() {
      return List.of(0, 409, 429, 503).contains(status);
    }
  }

  private final URI uri;
  private final List<String> signatures;

  /** Takes the origin of each callbackURL, and the Signatures of the configuration, the new one first. */
  CdrSystem(String address, List<String> signatures) {
    URI given = URI.create(address);
    if (given.getHost() == null || !List.of("http", "https").contains(given.getScheme())) {
      throw new IllegalArgumentException("CDR_SYSTEM must be an address such as https://cdr.example.com: " + address);
    }
    this.uri = given.resolve(PATH);
    this.signatures = signatures.stream().filter(signature -> !signature.isEmpty()).toList();
  }

  /** The X-CDR-Signature of a request. */
  static String sign(String signature, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA512");
      mac.init(new SecretKeySpec(signature.getBytes(UTF_8), "HmacSHA512"));
      return Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA512", e);
    }
  }

  /** The X-CDR-Signature of a request for a link: one value for each Signature, since any of them may be in force. */
  static String signLink(List<String> signatures, String link) {
    return signatures.stream()
        .filter(signature -> !signature.isEmpty())
        .map(signature -> sign(signature, link.getBytes(UTF_8)))
        .collect(Collectors.joining(", "));
  }

  /** An announcement with a fresh link, for the inbox. */
  Answer renew(String deliveryId) throws Failure, InterruptedException {
    return ask(Map.of("request", "renew-link", "deliveryId", deliveryId), CdrWebhook.MAX_BODY_BYTES);
  }

  /**
   * A page of the reports that were recorded since then: items, nextCursor and completeUntil.
   *
   * @param subject "deliveryId", that of any delivery, or "configurationId"
   * @param cursor null for the first page
   */
  JsonNode list(String subject, String id, String from, String cursor) throws Failure, InterruptedException {
    Map<String, String> asked = new LinkedHashMap<>(Map.of("request", "list-reports", subject, id, "from", from));
    asked.put("cursor", cursor);
    return JSON.readTree(ask(asked, MAX_PAGE_BYTES).body());
  }

  private Answer ask(Map<String, String> asked, int largest) throws Failure, InterruptedException {
    HttpResponse<byte[]> answer = null;
    String id = "";
    for (String signature : signatures) {
      id = "req_" + randomHex();
      Map<String, String> request = new LinkedHashMap<>(asked);
      request.put("id", id);
      request.put("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
      answer = post(JSON.writeValueAsBytes(request), signature);
      if (answer.statusCode() != 401) break; // 401: the system does not accept the new Signature before the rotation.
    }
    int status = answer.statusCode();
    if (status != 200 && status != 201) {
      throw new Failure("the system answered " + status, status, Download.retryAfterSeconds(answer.headers()));
    }
    long now = Instant.now().getEpochSecond();
    var verdict =
        CdrWebhook.verify(answer.headers().map(), answer.body(), signatures, now, TOLERANCE_SECONDS, largest);
    if (verdict instanceof CdrWebhook.Refused refused) {
      throw new Failure("the answer of the system has an invalid signature: " + refused.reason(), 0, 0);
    }
    var accepted = (CdrWebhook.Accepted) verdict;
    // The webhook-id of a list is that of its request.
    String expected = asked.get("request").equals("renew-link") ? asked.get("deliveryId") : id;
    if (!accepted.id().equals(expected)) throw new Failure("the answer of the system belongs to another request", 0, 0);
    return new Answer(accepted.signedAt(), answer.body());
  }

  private HttpResponse<byte[]> post(byte[] body, String signature) throws Failure, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .header("X-CDR-Signature", sign(signature, body))
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    var answer = CLIENT.sendAsync(request, BodyHandlers.ofByteArray());
    try {
      return answer.get(MOST_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      answer.cancel(true);
      throw new Failure("the system does not answer", 0, 0);
    }
  }

  private static String randomHex() {
    byte[] random = new byte[16];
    RANDOM.nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
