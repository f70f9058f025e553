package io.cdrwebhooks.aws.dynamodb.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ItemTest {
  @Test
  void changeDoesNotAffectEarlierMaps() {
    Item item = new Item().set("a", 1);
    Map<String, AttributeValue> before = item.attributes();

    item.set("b", 2).setAll(new Item().set("c", 3));

    assertThat(before).containsOnlyKeys("a");
    assertThat(item.attributes()).containsOnlyKeys("a", "b", "c");
  }

  @Test
  void changeLeavesTheMapOfAnAnswer() {
    Map<String, AttributeValue> answer = new HashMap<>(Map.of("a", AttributeValue.fromN("1")));

    Item item = new Item(answer).set("b", 2);

    assertThat(answer).containsOnlyKeys("a");
    assertThat(item.names()).containsExactly("a", "b");
  }
}
