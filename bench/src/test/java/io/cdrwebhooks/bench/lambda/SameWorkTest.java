package io.cdrwebhooks.bench.lambda;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import io.cdrwebhooks.bench.stand.Received;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.PayloadSignatures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SameWorkTest {
  private static final SignatureKey KEY = new SignatureKey("a key for a test");
  private static final List<String> CALLS = List.of("DynamoDB.GetItem", "S3.GET");
  private static final String PAYLOAD =
      """
      {"callbackURL":"https://cdr.example.com/files/%s","validUntil":"2026-11-25T10:00:0%dZ",\
      "taskId":%d}""";

  @Test
  void tokenAndTimesMayDiffer() {
    SameWork one = work(PAYLOAD.formatted(UUID.randomUUID(), 1, 7), 1_000, CALLS);
    SameWork other = work(PAYLOAD.formatted(UUID.randomUUID(), 2, 7), 2_000, CALLS);

    assertThatCode(() -> one.mustBeThatOf(other)).doesNotThrowAnyException();
    assertThatCode(() -> one.mustBeSignedWith(KEY)).doesNotThrowAnyException();
  }

  @Test
  void anotherPayloadIsNotTheSame() {
    SameWork one = work(PAYLOAD.formatted(UUID.randomUUID(), 1, 7), 1_000, CALLS);
    SameWork other = work(PAYLOAD.formatted(UUID.randomUUID(), 1, 8), 1_000, CALLS);

    assertThatThrownBy(() -> one.mustBeThatOf(other))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("payload");
  }

  @Test
  void callsMayComeInAnotherOrder() {
    String payload = PAYLOAD.formatted(UUID.randomUUID(), 1, 7);
    SameWork one = work(payload, 1_000, CALLS);

    assertThatCode(() -> one.mustBeThatOf(work(payload, 1_000, CALLS.reversed())))
        .doesNotThrowAnyException();
  }

  @Test
  void aCallMoreIsNotTheSame() {
    String payload = PAYLOAD.formatted(UUID.randomUUID(), 1, 7);
    List<String> more = List.of("DynamoDB.GetItem", "DynamoDB.GetItem", "S3.GET");

    assertThatThrownBy(() -> work(payload, 1_000, CALLS).mustBeThatOf(work(payload, 1_000, more)))
        .hasMessageContaining("calls of AWS");
  }

  @Test
  void aSignatureOfAnotherKeyIsNoticed() {
    SameWork one = work(PAYLOAD.formatted(UUID.randomUUID(), 1, 7), 1_000, CALLS);

    assertThatThrownBy(() -> one.mustBeSignedWith(new SignatureKey("another")))
        .hasMessageContaining("X-CDR-Signature");
  }

  private static SameWork work(String payload, long at, List<String> calls) {
    byte[] body = payload.getBytes(StandardCharsets.UTF_8);
    DeliveryId id = new DeliveryId("dlv_" + "0".repeat(32));
    Headers headers = new Headers();
    headers.set("Host", "localhost:" + at);
    headers.set("webhook-id", id.value());
    headers.set("webhook-timestamp", Long.toString(at));
    headers.set("X-CDR-Signature", PayloadSignatures.xCdrSignature(KEY, body));
    headers.set(
        "webhook-signature",
        PayloadSignatures.webhookSignature(List.of(KEY), id, Instant.ofEpochSecond(at), body));
    return new SameWork(new Received(0, "POST", "/webhooks", headers, body), calls);
  }
}
