package io.cdrwebhooks.deployment;

import static io.cdrwebhooks.deployment.TrialFailure.expect;

import io.cdrwebhooks.aws.dynamodb.DynamoDbDownloadLinks;
import io.cdrwebhooks.delivery.PayloadSignatures;
import io.cdrwebhooks.deployment.TrialReceiver.Webhook;
import io.cdrwebhooks.link.AccessToken;
import io.cdrwebhooks.link.DownloadLink;
import io.cdrwebhooks.path.PublicPaths;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/// Follows one report through an environment. The methods are in order.
final class SmokeSteps {
  private final Trial trial;
  private final NoticeTap notices;
  private String delivery = "";
  private URI link = URI.create("");

  SmokeSteps(Trial trial) {
    this.trial = trial;
    this.notices =
        new NoticeTap(trial.environment, "cdr-webhooks-trial-" + trial.id, trial.cleanUps);
  }

  /// A test of the configuration sends a signed sample with a working link.
  void test() {
    String path = "/webhook-configurations/" + trial.configuration + "/test";
    expect("The answer to a test", 202, trial.api.send("POST", path, "").status());
    URI sample = trial.receiver.next(Trial.WEBHOOK_TIMEOUT).announcement().callbackUrl();
    expect("The status of the sample's link", 302, trial.web.get(sample).status());
    step("operator", "test delivery arrived, and the link of its sample works");
  }

  /// The system announces an upload; the receiver refuses the first attempt and accepts the second.
  void deliver() {
    trial.receiver.answerNextWith(503);
    trial.upload("smoke-" + trial.id + ".zip");
    delivery = trial.expectWebhook(503).id();
    step("receiver", delivery + " arrived, both signatures are valid, answered 503");
    accept("retry");
  }

  /// The link leads to the report; a forged link and an expired one do not.
  void followLink() {
    trial.expectReportAt(link);
    URI forged = link.resolve(UUID.randomUUID().toString());
    expect("The status of a forged link", 404, trial.web.get(forged).status());
    expect("The status of an expired link", 410, trial.web.get(expired()).status());
    step("receiver", "a forged link is refused (404), an expired one too (410)");
    String status = trial.api.get("/deliveries/" + delivery).text("status");
    expect("The delivery's status", "DELIVERED", status);
    step("operator", "delivery is DELIVERED");
  }

  /// The receiver requests another link and the list of reports, signed with its Signature.
  void askForLink() {
    Answer renewed = ask("renew-link", "");
    expect("The answer to a request for a link", 201, renewed.status());
    trial.expectReportAt(URI.create(renewed.text("callbackURL")));
    Answer list = ask("list-reports", ", \"from\": \"" + Instant.EPOCH + "\"");
    expect("The answer to a request for a list", 200, list.status());
    step("receiver", "asked with its own Signature: a fresh link (201) and a list (200)");
  }

  private Answer ask(String request, String more) {
    String body =
        "{\"request\": \"%s\", \"id\": \"req_%s\", \"at\": \"%s\", \"deliveryId\": \"%s\"%s}"
            .formatted(
                request,
                UUID.randomUUID().toString().replace("-", ""),
                Instant.now(),
                delivery,
                more);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return trial.web.send(
        "POST",
        link.resolve(PublicPaths.BASE + PublicPaths.RECEIVER_REQUESTS),
        BodyPublishers.ofByteArray(bytes),
        "Content-Type",
        "application/json",
        "X-CDR-Signature",
        PayloadSignatures.xCdrSignature(trial.key, bytes));
  }

  /// The operator sends the delivery again, under its id and with a fresh link, then revokes both.
  void redeliver() {
    URI before = link;
    requestRedelivery();
    accept("redelivery");
    expect("The redelivery has the same link", false, link.equals(before));
    int revoked = trial.api.send("DELETE", path("/links"), "").status();
    expect("The answer to revoking the links", 200, revoked);
    expect("The status of the first link, revoked", 404, trial.web.get(before).status());
    expect("The status of the second link, revoked", 404, trial.web.get(link).status());
    step("operator", "links revoked, they answer 404");
  }

  void countRecovery() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Answer counted =
        trial.api.send(
            "POST",
            "/recoveries",
            "{\"configurationId\": \"%s\", \"from\": \"%s\", \"to\": \"%s\", \"dryRun\": true}"
                .formatted(trial.configuration, now.minus(1, ChronoUnit.HOURS), now));
    expect("The answer to a recovery's dry run", 200, counted.status());
    expect("The deliveries that it would send again", "0", counted.text("count"));
    step("operator", "recovery, dry run: nothing to send again");
  }

  /// The receiver answers 410, so the system disables the configuration, and sends a notice about
  /// it on the bus.
  void disableWithNotice() {
    trial.receiver.answerNextWith(410);
    requestRedelivery();
    var _ = trial.expectWebhook(410);
    boolean received =
        notices.receives("Configuration disabled", trial.configuration, Trial.WEBHOOK_TIMEOUT);
    expect("A notice of the disabled configuration is on the bus", true, received);
    step("operator", "answered 410: configuration disabled, and a notice is on the bus");
  }

  private void requestRedelivery() {
    int status = trial.api.send("POST", path("/redeliver"), "").status();
    expect("The answer to a redelivery", 202, status);
  }

  private void accept(String what) {
    Webhook webhook = trial.expectWebhook(200);
    expect("The webhook-id of the " + what, delivery, webhook.id());
    link = webhook.announcement().callbackUrl();
    step("receiver", "the " + what + " arrived under the same webhook-id, answered 200");
  }

  /// Issues an expired link like the current one, since a trial can't wait a day.
  private URI expired() {
    Environment environment = trial.environment;
    var links =
        new DynamoDbDownloadLinks(environment.account().dynamoDb(), environment.linksTable());
    String token = link.getPath().substring(link.getPath().lastIndexOf('/') + 1);
    DownloadLink current = AccessToken.hashIfToken(token).flatMap(links::find).orElseThrow();
    AccessToken other = AccessToken.of(UUID.randomUUID());
    Instant past = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(1);
    links.issue(new DownloadLink(other.hash(), current.delivery(), current.report(), past, false));
    return link.resolve(other.reveal());
  }

  private String path(String what) {
    return "/deliveries/" + delivery + what;
  }

  private void step(String who, String what) {
    trial.steps.step(who, what);
  }
}
