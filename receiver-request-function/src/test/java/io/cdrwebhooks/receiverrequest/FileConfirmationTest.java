package io.cdrwebhooks.receiverrequest;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.link.FileReceipt;
import io.cdrwebhooks.report.Inspection;
import io.cdrwebhooks.testing.Samples;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Tests what a signed `confirm-file` gets, and that a wrong file is counted.
class FileConfirmationTest {
  private static final String DIGEST = "0a".repeat(32);
  private static final String OTHER = "0b".repeat(32);

  private final RequestFixture function = new RequestFixture();
  private final WebhookConfiguration configuration = function.configured();

  /// Records a delivered report whose announced digest is `sha256`; empty text if none was.
  private Delivery announced(String sha256) {
    Delivery delivered = function.delivered(configuration, "tx00001.zip");
    return function.record(
        Samples.with(delivered, DeliveryId.of(UUID.randomUUID()))
            .inspected(
                new Inspection(100, "", Optional.of(sha256).filter(text -> !text.isEmpty()))));
  }

  private String answer(Delivery delivery, String sha256) {
    HttpResponse answer = function.ask(function.receipt(delivery.id(), sha256));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  @Test
  void announcedDigestMatches() {
    Delivery delivery = announced(DIGEST);

    assertThat(answer(delivery, DIGEST))
        .isEqualTo("{\"deliveryId\":\"" + delivery.id() + "\",\"matches\":true}");
    assertThat(function.links.receipt(delivery.id()))
        .contains(new FileReceipt(function.now, DIGEST));
    assertThat(function.metrics).isEmpty();
  }

  @Test
  void anotherDigestIsKeptAndCounted() {
    Delivery delivery = announced(DIGEST);

    assertThat(answer(delivery, OTHER)).contains("\"matches\":false");
    assertThat(function.links.receipt(delivery.id()))
        .contains(new FileReceipt(function.now, OTHER));
    assertThat(function.metrics).singleElement().asString().contains("\"FilesDifferent\":1");
    assertThat(function.log)
        .anyMatch(
            line ->
                line.contains("file.differs")
                    && line.contains(configuration.id().value())
                    && line.contains(delivery.id().value()));
    assertThat(answer(delivery, OTHER)).contains("\"matches\":false");
    assertThat(function.metrics).as("a repeat is not counted").hasSize(1);
  }

  @Test
  void digestOfAFileThatWasNotHashedCannotBeCompared() {
    Delivery delivery = announced("");

    assertThat(answer(delivery, OTHER)).contains("\"matches\":null");
    assertThat(function.metrics).isEmpty();
  }
}
