package io.cdrwebhooks.dispatch.attempt;

import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.AttemptClaim;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.PayloadDetails;
import io.cdrwebhooks.delivery.SentRequest;
import io.cdrwebhooks.delivery.WebhookPayload;
import io.cdrwebhooks.delivery.WebhookRequest;
import io.cdrwebhooks.gateway.RequestHeader;
import java.time.Instant;
import java.util.List;

/// The announcement of one attempt, which different keys can sign at different times. `payload` has
/// no details: payload 2 repeats the time.
record Announcement(
    AttemptClaim claim,
    Delivery delivery,
    WebhookConfiguration configuration,
    WebhookPayload payload,
    OpenedSecrets opened) {
  WebhookRequest signed(List<SignatureKey> keys, Instant at) {
    return WebhookRequest.sign(configuration.url(), delivery.id(), payloadOf(at), keys, at)
        .with(opened.gateway());
  }

  SentRequest sent(Instant at) {
    return new SentRequest(
        configuration.url(),
        payloadOf(at).withoutToken(),
        opened.keys().size(),
        opened.gateway().headers().stream().map(RequestHeader::name).toList(),
        opened.keys().stream().map(SignatureKey::hint).toList());
  }

  private WebhookPayload payloadOf(Instant at) {
    return payload.with(
        PayloadDetails.of(configuration.terms().payloadVersion(), delivery, claim.number(), at));
  }
}
