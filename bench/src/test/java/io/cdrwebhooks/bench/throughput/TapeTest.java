package io.cdrwebhooks.bench.throughput;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

class TapeTest {
  private static final String DELIVERY = "dlv_0123456789abcdef0123456789abcdef";
  private static final String HASH = "0123456789abcdef".repeat(4);

  private final Tape tape =
      new Tape(
          List.of(
              new Tape.Call(
                  PutItemRequest.builder()
                      .tableName("download-links")
                      .item(Map.of("tokenHash", text(HASH), "deliveryId", text(DELIVERY)))
                      .build(),
                  10),
              new Tape.Call(
                  UpdateItemRequest.builder()
                      .tableName("deliveries")
                      .key(Map.of("id", text(DELIVERY), "item", text("delivery")))
                      .build(),
                  20)));

  @Test
  void anotherDeliveryHasOtherNamesThroughout() {
    Tape other = tape.about(7);

    assertThat(other.delivery()).contains("dlv_0123456789abcdef0123450000000007");
    PutItemRequest link = (PutItemRequest) other.calls().getFirst().request();
    assertThat(link.item().get("tokenHash").s()).hasSize(64).endsWith("0000000007");
    assertThat(link.item().get("deliveryId").s()).isEqualTo(other.delivery().orElseThrow());
    UpdateItemRequest update = (UpdateItemRequest) other.calls().getLast().request();
    assertThat(update.key().get("id").s()).isEqualTo(other.delivery().orElseThrow());
    assertThat(update.key().get("item").s()).isEqualTo("delivery");
  }

  @Test
  void onlyAnAttemptStoresALink() {
    assertThat(tape.hasLink()).isTrue();
    assertThat(new Tape(tape.calls().subList(1, 2)).hasLink()).isFalse();
  }

  @Test
  void requestToTheReceiverGoesBehindWhatWasAskedBeforeIt() {
    assertThat(tape.before(15)).isEqualTo(1);
    assertThat(tape.before(25)).isEqualTo(2);
  }

  private static AttributeValue text(String value) {
    return AttributeValue.fromS(value);
  }
}
