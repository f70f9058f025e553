package io.cdrwebhooks.configapi.changes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.change.ChangeRecord;
import io.cdrwebhooks.change.ChangedThing;
import io.cdrwebhooks.change.ChangedThing.Kind;
import io.cdrwebhooks.configapi.http.Route;
import io.cdrwebhooks.configapi.inputs.ApiInputs;
import io.cdrwebhooks.configapi.inputs.ApiStores;
import io.cdrwebhooks.delivery.DeliveryFilter;
import io.cdrwebhooks.notice.Notice.ReceiverChanged;
import io.cdrwebhooks.notice.Notice.ReceiverChanged.Mail;
import io.cdrwebhooks.notice.Notices;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.terms.DownloadProtection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Sends a notice if a change concerns where reports go, how requests are signed, whether they are
/// sent, or who may ask for links: another URL or Signature of a configuration, its disabling, its
/// receiver requests, a removed or replaced protection of its downloads, or another configuration
/// of a task. A new configuration causes none, nor does a new task, unless it existed before or has
/// reports already.
///
/// It sends the notice after the change. If that fails, it logs the fault: the record of the change
/// is stored already. At most four notices of a minute become mails, because a program may change
/// thousands of tasks; programs get all as events. The fourth mail says that further changes get
/// none: otherwise four harmless changes would hide the next one.
public record ReceiverChanges(Notices notices, ApiStores stores, ApiInputs inputs) {
  private static final String HINT = "signatureHint";
  private static final String NEXT = "nextSignature";
  private static final String ENABLED = "enabled";
  private static final String PROTECTION = "downloadProtection";
  private static final String UNPROTECTED = DownloadProtection.NONE.word();
  private static final String TASK_CONFIGURATION = "webhookConfigurationId";

  /// With the last one and those of `MailTopic`, both topics mail at most nine notices in a second.
  /// SNS allows ten.
  private static final int USUAL_MAILS_IN_A_MINUTE = 3;

  void notice(ChangeRecord change, ObjectNode before, ChangedFields changed) {
    if (change.about().isEmpty() || (before.isEmpty() && !isKnownTask(change, changed))) {
      return;
    }
    switch (change.about().get().kind()) {
      case CONFIGURATION -> {
        if (isRotation(change) && !has(changed, HINT) && !has(changed, NEXT)) {
          // The hints may be equal although the Signatures differ.
          String hint = before.path(HINT).asText();
          send(change, before, "Signature", hint, hint);
        }
        // A deleted configuration has no receiver and no tasks, so its deletion needs no notice.
        if (!changed.after().isEmpty()) {
          send(change, before, changed, "url", "URL");
          send(change, before, changed, HINT, "Signature");
          send(change, before, changed, NEXT, "next Signature");
          send(change, before, changed, "receiverRequests", "receiver requests");
          if (!changed.before().path(PROTECTION).asText(UNPROTECTED).equals(UNPROTECTED)) {
            send(change, before, changed, PROTECTION, "download protection");
          }
          if (changed.before().path(ENABLED).asBoolean()) {
            send(change, before, "state", ENABLED, ReceiverChanged.DISABLED);
          }
        }
      }
      case TASK ->
          send(
              change,
              before.isEmpty() ? changed.after() : before,
              changed,
              TASK_CONFIGURATION,
              "receiver");
      case DELIVERY -> {}
    }
  }

  /// Returns whether this change gave a configuration to a task that did not exist, but was there
  /// earlier or has reports: these go to a new receiver. A program that sets up new tasks causes no
  /// notices. If the stores fail, it sends the notice anyway.
  private boolean isKnownTask(ChangeRecord change, ChangedFields changed) {
    ChangedThing thing = change.about().orElseThrow();
    if (thing.kind() != Kind.TASK || !changed.after().hasNonNull(TASK_CONFIGURATION)) {
      return false;
    }
    try {
      TaskId task = TaskId.parse(thing.id()).orElseThrow();
      DeliveryFilter earlier = DeliveryFilter.of(task).between(Instant.EPOCH, change.at());
      return stores.tasks().routings(task).history().size() > 1
          || !stores.deliveries().list(earlier, Optional.empty(), 1).items().isEmpty();
    } catch (RuntimeException fault) {
      inputs.log().error("notice.unchecked", fault, "change", change.id());
      return true;
    }
  }

  private static boolean isRotation(ChangeRecord change) {
    return change.operation().equals(Route.ROTATE_SIGNATURE.name())
        && change.status().orElse(0) < 300;
  }

  private static boolean has(ChangedFields changed, String field) {
    return changed.before().has(field) || changed.after().has(field);
  }

  private void send(
      ChangeRecord change, ObjectNode before, ChangedFields changed, String field, String named) {
    if (has(changed, field)) {
      String was = text(changed.before().path(field));
      send(change, before, named, was, text(changed.after().path(field)));
    }
  }

  private void send(ChangeRecord change, ObjectNode before, String named, String was, String now) {
    ChangedThing thing = change.about().orElseThrow();
    String name = before.path(thing.kind() == Kind.TASK ? "taskName" : "name").asText();
    try {
      notices.send(new ReceiverChanged(change, name, named, was, now, mail(change.at())));
    } catch (RuntimeException fault) {
      inputs.log().error("notice.not-sent", fault, "change", change.id(), "changed", named);
    }
  }

  private Mail mail(Instant now) {
    if (stores.digests().takePermitOfChanges(USUAL_MAILS_IN_A_MINUTE, now)) {
      return Mail.USUAL;
    }
    return stores.digests().takePermitOfChanges(USUAL_MAILS_IN_A_MINUTE + 1, now)
        ? Mail.LAST
        : Mail.NONE;
  }

  /// Returns a value as people read it; a planned Signature as its hint and time, receiver requests
  /// as the networks that may send them.
  private static String text(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT ->
          value.has(ENABLED)
              ? requests(value)
              : value.path("hint").asText() + " from " + value.path("effectiveAt").asText();
      case NULL, MISSING -> "none";
      default -> value.asText();
    };
  }

  private static String requests(JsonNode value) {
    List<String> networks = new ArrayList<>();
    value.path("allowedNetworks").forEach(network -> networks.add(network.asText()));
    String from = networks.isEmpty() ? "any address" : String.join(", ", networks);
    return value.path(ENABLED).asBoolean() ? "on, from " + from : "off";
  }
}
