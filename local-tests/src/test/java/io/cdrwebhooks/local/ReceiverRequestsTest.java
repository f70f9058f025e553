package io.cdrwebhooks.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.local.receiver.ReceivedAnnouncement;
import io.cdrwebhooks.local.receiver.ReceiverEvent;
import io.cdrwebhooks.local.receiver.RequestSignatures;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/// Tests what a receiver may ask for with its own Signature, from its request to the file.
@ExtendWith(SharedSystem.class)
class ReceiverRequestsTest {
  private final RunningSystem running;

  ReceiverRequestsTest(RunningSystem running) {
    this.running = running;
  }

  @Test
  void receiverGetsAFreshLinkForOneThatHasExpired() throws Exception {
    byte[] report = RunningSystem.report("renewed", 100);
    ReceiverEvent.Accepted accepted = running.deliver("renewed.zip", report);
    URI expired = accepted.announcement().callbackUrl();
    expireLinks(accepted.id());
    assertThat(running.send("GET", expired).statusCode()).isEqualTo(410);

    running.allowRequests(running.api.get("/webhook-configurations").at("/items/0/id").asText());
    HttpResponse<byte[]> answer =
        running.ask("renew-link", "\"deliveryId\":\"" + accepted.id() + "\"");

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(
            new RequestSignatures(running.secrets.signature())
                .bothHold(name -> answer.headers().firstValue(name).orElse(null), answer.body()))
        .isTrue();
    assertThat(answer.headers().firstValue("webhook-id")).contains(accepted.id());
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    ReceivedAnnouncement renewed = ReceivedAnnouncement.read(answer.body());
    assertThat(renewed.numberOfLines()).isEqualTo(100);
    HttpResponse<byte[]> redirect = running.send("GET", renewed.callbackUrl());
    assertThat(redirect.statusCode()).isEqualTo(302);
    URI location = URI.create(redirect.headers().firstValue("Location").orElseThrow());
    assertThat(running.send("GET", location).body()).isEqualTo(report);
  }

  /// Ends every link of a delivery a second ago.
  private void expireLinks(String delivery) {
    String table = LocalSystem.TABLES.downloadLinks();
    ScanResponse links = running.system.clients().dynamoDb().scan(scan -> scan.tableName(table));
    String past = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(1) + "";
    for (Map<String, AttributeValue> link : links.items()) {
      if (AttributeValue.fromS(delivery).equals(link.get("deliveryId"))) {
        var _ =
            running
                .system
                .clients()
                .dynamoDb()
                .updateItem(
                    update ->
                        update
                            .tableName(table)
                            .key(Map.of("tokenHash", link.get("tokenHash")))
                            .updateExpression("SET validUntil = :past")
                            .expressionAttributeValues(
                                Map.of(":past", AttributeValue.fromS(past.replace("Z", ".000Z")))));
      }
    }
  }
}
