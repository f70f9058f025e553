package io.cdrwebhooks.configapi.configurations;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configapi.Answer;
import io.cdrwebhooks.configapi.TestApi;
import io.cdrwebhooks.receiver.AddressBlock;
import io.cdrwebhooks.terms.ReceiverRequests;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests the choice that a receiver may ask for links and lists, and the Signature that it needs.
class ReceiverRequestFieldsTest {
  private static final String PATH = "/webhook-configurations";
  private static final String LONG = "0123456789-0123456789-0123456789";
  private static final String ON =
      "{\"receiverRequests\":{\"enabled\":true,\"allowedNetworks\":[\"203.0.113.0/24\"]},";

  private final TestApi api = new TestApi();

  @Test
  void choiceIsStoredAndShown() {
    String path = created(ON, LONG);

    assertThat(api.stored(path).terms().receiverRequests())
        .isEqualTo(new ReceiverRequests(true, List.of(AddressBlock.of("203.0.113.0/24"))));
    assertThat(api.get(path).body().path("receiverRequests").toString())
        .isEqualTo("{\"enabled\":true,\"allowedNetworks\":[\"203.0.113.0/24\"]}");
  }

  /// As for the limits: what a replacement leaves out has its default.
  @Test
  void replacementWithoutTheFieldTurnsRequestsOff() {
    String path = created(ON, LONG);

    Answer answer = api.put(path, "*", TestApi.replacement("A"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(api.stored(path).terms().receiverRequests()).isEqualTo(ReceiverRequests.OFF);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "true",
        "{}",
        "{\"enabled\":\"yes\"}",
        "{\"enabled\":true,\"networks\":[]}",
        "{\"enabled\":true,\"allowedNetworks\":\"203.0.113.0/24\"}",
        "{\"enabled\":true,\"allowedNetworks\":[\"203.0.113.7/24\"]}",
        "{\"enabled\":true,\"allowedNetworks\":[\"2001:db8::/129\"]}"
      })
  void otherShapesAreRefused(String value) {
    Answer answer = api.post(PATH, creation("{\"receiverRequests\":" + value + ",", LONG));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.fieldsAtFault())
        .singleElement()
        .satisfies(field -> assertThat(field).startsWith("receiverRequests"));
  }

  private String created(String requests, String signature) {
    Answer created = api.post(PATH, creation(requests, signature));
    assertThat(created.status()).as(created.text()).isEqualTo(201);
    return PATH + "/" + created.body().path("id").asText();
  }

  private static String creation(String requests, String signature) {
    return requests + TestApi.creation("A").substring(1).replace(TestApi.SIGNATURE, signature);
  }
}
