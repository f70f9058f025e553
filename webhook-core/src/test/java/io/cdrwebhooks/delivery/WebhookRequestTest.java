package io.cdrwebhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.configuration.GatewayCredentials;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.gateway.RequestHeader;
import io.cdrwebhooks.receiver.ReceiverUrl;
import io.cdrwebhooks.report.Inspection;
import io.cdrwebhooks.report.TaskId;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/// Recomputes signatures with the platform's HMAC alone.
class WebhookRequestTest {
  private static final String TOKEN = "012e93de-1fae-4c6d-8067-c27c4cb9fd00";
  private static final String KEY = "k3yFromTheConfiguration";
  private static final String OLD_KEY = "sécret-Schlüssel";
  private static final DeliveryId ID = new DeliveryId("dlv_0123456789abcdef0123456789abcdef");
  private static final Instant NOW = Instant.parse("2023-01-09T11:20:09.987Z");
  private static final ReceiverUrl URL =
      new ReceiverUrl(URI.create("https://receiver.example/reports"));
  private static final WebhookPayload PAYLOAD =
      new WebhookPayload(
          URI.create("https://example.com/bulk/cdr-mgr/v1/cdr-download-files/" + TOKEN),
          Instant.parse("2023-01-10T11:20:09Z"),
          "tx00001.zip",
          100_000,
          new Inspection(100, ""),
          "Zürich 📞",
          new TaskId(1),
          Optional.empty());

  private final WebhookRequest request =
      WebhookRequest.sign(URL, ID, PAYLOAD, List.of(new SignatureKey(KEY)), NOW);
  private final WebhookRequest overlapping =
      WebhookRequest.sign(
          URL, ID, PAYLOAD, List.of(new SignatureKey(KEY), new SignatureKey(OLD_KEY)), NOW);

  @Test
  void headersMatchTheContract() {
    assertThat(request.headers().sequencedKeySet())
        .containsExactly(
            "Content-Type",
            "User-Agent",
            "X-CDR-Signature",
            "webhook-id",
            "webhook-timestamp",
            "webhook-signature");
    assertThat(request.headers())
        .containsEntry("Content-Type", "application/json; charset=utf-8")
        .containsEntry("User-Agent", "CDR-Webhooks/1.0")
        .containsEntry("webhook-id", ID.value())
        .containsEntry("webhook-timestamp", "1673263209");
    assertThat(request.url()).isEqualTo(URL);
  }

  @Test
  void firstKeySignsXCdrAndBothSignTheStandardHeader() throws GeneralSecurityException {
    byte[] content = standardContent(overlapping.body());
    assertThat(overlapping.headers().get("X-CDR-Signature"))
        .isEqualTo(hmac("HmacSHA512", KEY, overlapping.body()));
    assertThat(overlapping.headers().get("webhook-signature"))
        .isEqualTo(
            "v1,"
                + hmac("HmacSHA256", KEY, content)
                + " v1,"
                + hmac("HmacSHA256", OLD_KEY, content));
  }

  @Test
  void signaturesAreListedWholeAndEachByItself() throws GeneralSecurityException {
    byte[] content = standardContent(overlapping.body());
    assertThat(overlapping.signatures())
        .containsExactlyInAnyOrder(
            overlapping.headers().get("X-CDR-Signature"),
            overlapping.headers().get("webhook-signature"),
            hmac("HmacSHA256", KEY, content),
            hmac("HmacSHA256", OLD_KEY, content));
  }

  @Test
  void requestIsKeptWithoutItsSecrets() {
    SentRequest kept = new SentRequest(URL, PAYLOAD.withoutToken(), 2, List.of(), List.of());

    assertThat(kept.url()).isEqualTo(overlapping.url());
    assertThat(kept.body())
        .isEqualTo(
            new String(overlapping.body(), StandardCharsets.UTF_8).replace(TOKEN, "(hidden)"));
    SequencedMap<String, String> hidden = new LinkedHashMap<>(overlapping.headers());
    hidden.put("X-CDR-Signature", "(hidden)");
    hidden.put("webhook-signature", "v1,(hidden) v1,(hidden)");
    assertThat(kept.headers(ID, NOW).entrySet()).containsExactlyElementsOf(hidden.entrySet());
  }

  @Test
  void everyHeaderWeSendIsReserved() {
    assertThat(request.headers().keySet()).isNotEmpty().allMatch(RequestHeader::isReserved);
  }

  @Test
  void headersForAGatewayFollowOursAndAreKeptHidden() {
    WebhookRequest sent =
        overlapping.with(
            new GatewayCredentials.Opened(
                List.of(
                    new RequestHeader("X-Api-Key", "s3cret"),
                    new RequestHeader("A-Tenant", "billing")),
                Optional.empty()));
    SentRequest kept =
        new SentRequest(
            URL, PAYLOAD.withoutToken(), 2, List.of("X-Api-Key", "A-Tenant"), List.of());

    assertThat(sent.headers().keySet())
        .startsWith(overlapping.headers().keySet().toArray(String[]::new))
        .endsWith("X-Api-Key", "A-Tenant");
    assertThat(sent.headers()).containsEntry("X-Api-Key", "s3cret");
    assertThat(sent.toString()).doesNotContain("s3cret", "billing");
    assertThat(kept.headers(ID, NOW).keySet()).containsExactlyElementsOf(sent.headers().keySet());
    assertThat(kept.headers(ID, NOW))
        .containsEntry("X-Api-Key", "(hidden)")
        .containsEntry("A-Tenant", "(hidden)");
  }

  @Test
  void storedRequestMustNotHaveAToken() {
    assertThatThrownBy(() -> new SentRequest(URL, PAYLOAD, 1, List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining(TOKEN);
  }

  @Test
  void headersCannotBeChangedAfterSigning() {
    assertThatThrownBy(() -> request.headers().put("webhook-id", "other"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void tokenSignatureAndKeyAreNotShown() {
    assertThat(overlapping.toString())
        .contains("receiver.example")
        .doesNotContain(TOKEN)
        .doesNotContain(KEY)
        .doesNotContain(OLD_KEY)
        .doesNotContain(overlapping.signatures());
  }

  private static byte[] standardContent(byte[] body) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes((ID.value() + ".1673263209.").getBytes(StandardCharsets.UTF_8));
    content.writeBytes(body);
    return content.toByteArray();
  }

  private static String hmac(String algorithm, String key, byte[] content)
      throws GeneralSecurityException {
    Mac mac = Mac.getInstance(algorithm);
    mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), algorithm));
    return Base64.getEncoder().encodeToString(mac.doFinal(content));
  }
}
