package io.cdrwebhooks.bench.throughput;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

class TapeTest {
  private static final String DELIVERY = "dlv_0123456789abcdef0123456789abcdef";
  private static final String HASH = "0123456789abcdef".repeat(4);

  private final Tape tape =
      new Tape(
          List.of(
              call(
                  PutItemRequest.builder()
                      .tableName("download-links")
                      .item(Map.of("tokenHash", text(HASH), "deliveryId", text(DELIVERY)))
                      .build(),
                  10),
              call(
                  UpdateItemRequest.builder()
                      .tableName("deliveries")
                      .key(Map.of("id", text(DELIVERY), "item", text("delivery")))
                      .build(),
                  20)));

  @Test
  void anotherDeliveryHasOtherNamesThroughout() {
    Tape other = tape.about(7);

    assertThat(other.delivery()).contains("dlv_0123456789abcdef0123450000000007");
    PutItemRequest link = (PutItemRequest) other.calls().getFirst().arguments().getFirst();
    assertThat(link.item().get("tokenHash").s()).hasSize(64).endsWith("0000000007");
    assertThat(link.item().get("deliveryId").s()).isEqualTo(other.delivery().orElseThrow());
    UpdateItemRequest update = (UpdateItemRequest) other.calls().getLast().arguments().getFirst();
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
    assertThat(tape.before(15).calls()).isEqualTo(tape.calls().subList(0, 1));
    assertThat(tape.from(15).calls()).isEqualTo(tape.calls().subList(1, 2));
  }

  private static Tape.Call call(SdkRequest request, long nanos) {
    Method any = Object.class.getMethods()[0];
    return new Tape.Call("a client", any, List.of(request), nanos);
  }

  private static AttributeValue text(String value) {
    return AttributeValue.fromS(value);
  }
}
