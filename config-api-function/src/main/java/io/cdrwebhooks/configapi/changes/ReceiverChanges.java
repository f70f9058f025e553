package io.cdrwebhooks.configapi.changes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.change.ChangeRecord;
import io.cdrwebhooks.change.ChangedThing;
import io.cdrwebhooks.configapi.http.Route;
import io.cdrwebhooks.configapi.inputs.ApiInputs;
import io.cdrwebhooks.notice.Digests;
import io.cdrwebhooks.notice.Notice;
import io.cdrwebhooks.notice.Notices;

/// Sends a notice if a change affects where reports go or how requests are signed: another URL or
/// Signature of a configuration, or another configuration of a task. A new configuration or task
/// causes none.
///
/// It sends the notice after the change. If that fails, it logs the fault: the record of the change
/// is stored already. At most four such notices a minute become mails, because a program may change
/// thousands of tasks; programs get all of them as events.
public record ReceiverChanges(Notices notices, Digests digests, ApiInputs inputs) {
  private static final String HINT = "signatureHint";
  private static final String NEXT = "nextSignature";

  void notice(ChangeRecord change, ObjectNode before, ChangedFields changed) {
    if (before.isEmpty() || change.about().isEmpty()) {
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
        }
      }
      case TASK -> send(change, before, changed, "webhookConfigurationId", "receiver");
      case DELIVERY -> {}
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
    Notice.ReceiverChanged notice =
        new Notice.ReceiverChanged(
            change,
            before.path(thing.kind() == ChangedThing.Kind.TASK ? "taskName" : "name").asText(),
            named,
            was,
            now,
            false);
    try {
      boolean mailed = digests.takePermitOfChanges(change.at());
      notices.send(mailed ? notice : notice.withoutMail());
    } catch (RuntimeException fault) {
      inputs.log().error("notice.not-sent", fault, "change", change.id(), "changed", named);
    }
  }

  /// Returns a value as people read it; for a planned Signature, its hint and time.
  private static String text(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> value.path("hint").asText() + " from " + value.path("effectiveAt").asText();
      case NULL, MISSING -> "none";
      default -> value.asText();
    };
  }
}
