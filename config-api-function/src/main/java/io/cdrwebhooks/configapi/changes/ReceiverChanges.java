package io.cdrwebhooks.configapi.changes;

import static io.cdrwebhooks.configapi.configurations.FieldNames.DOWNLOAD_PROTECTION;
import static io.cdrwebhooks.configapi.configurations.FieldNames.ENABLED;
import static io.cdrwebhooks.configapi.configurations.FieldNames.NAME;
import static io.cdrwebhooks.configapi.configurations.FieldNames.NEXT_SIGNATURE;
import static io.cdrwebhooks.configapi.configurations.FieldNames.RECEIVER_REQUESTS;
import static io.cdrwebhooks.configapi.configurations.FieldNames.SIGNATURE_HINT;
import static io.cdrwebhooks.configapi.configurations.FieldNames.URL;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.change.ChangeRecord;
import io.cdrwebhooks.change.ChangedThing;
import io.cdrwebhooks.change.ChangedThing.Kind;
import io.cdrwebhooks.configapi.configurations.ConfigurationJson;
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
  private static final String UNPROTECTED = DownloadProtection.NONE.word();
  private static final String TASK_CONFIGURATION = "webhookConfigurationId";

  /// Together with the fourth mail and those of `MailTopic`, both topics send at most nine mails in
  /// a second. SNS allows ten.
  private static final int USUAL_MAILS_IN_A_MINUTE = 3;

  void notice(ChangeRecord change, ObjectNode before, ChangedFields changed) {
    if (change.about().isEmpty() || (before.isEmpty() && !isKnownTask(change, changed))) {
      return;
    }
    switch (change.about().get().kind()) {
      case CONFIGURATION -> noticeOfConfiguration(change, before, changed);
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

  private void noticeOfConfiguration(
      ChangeRecord change, ObjectNode before, ChangedFields changed) {
    if (isRotation(change) && !has(changed, SIGNATURE_HINT) && !has(changed, NEXT_SIGNATURE)) {
      // The hints may be equal although the Signatures differ.
      String hint = before.path(SIGNATURE_HINT).asText();
      send(change, before, "Signature", hint, hint);
    }
    if (changed.after().isEmpty()) {
      // A deleted configuration has no receiver and no tasks, so its deletion needs no notice.
      return;
    }
    send(change, before, changed, URL, "URL");
    send(change, before, changed, SIGNATURE_HINT, "Signature");
    send(change, before, changed, NEXT_SIGNATURE, "next Signature");
    send(change, before, changed, RECEIVER_REQUESTS, "receiver requests");
    if (!changed.before().path(DOWNLOAD_PROTECTION).asText(UNPROTECTED).equals(UNPROTECTED)) {
      send(change, before, changed, DOWNLOAD_PROTECTION, "download protection");
    }
    if (changed.before().path(ENABLED).asBoolean()) {
      send(change, before, "state", "enabled", ReceiverChanged.DISABLED);
    }
  }

  /// Returns whether this change created a task with a configuration, although the task existed
  /// earlier or has reports: then its reports go to a new receiver. A program that sets up new
  /// tasks causes no notices. If the stores fail, it sends the notice anyway.
  private boolean isKnownTask(ChangeRecord change, ChangedFields changed) {
    ChangedThing thing = change.about().orElseThrow();
    if (thing.kind() != Kind.TASK || !changed.after().hasNonNull(TASK_CONFIGURATION)) {
      return false;
    }
    try {
      TaskId task = TaskId.parse(thing.id()).orElseThrow();
      DeliveryFilter earlier = DeliveryFilter.ALL.ofTask(task).before(change.at());
      return stores.tasks().routings(task).history().size() > 1
          || !stores.deliveries().list(earlier, Optional.empty(), 1).items().isEmpty();
    } catch (RuntimeException fault) {
      inputs.log().error("notice.check-failed", fault, "change", change.id());
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
      String was = ConfigurationJson.text(changed.before().path(field));
      send(change, before, named, was, ConfigurationJson.text(changed.after().path(field)));
    }
  }

  private void send(ChangeRecord change, ObjectNode before, String named, String was, String now) {
    ChangedThing thing = change.about().orElseThrow();
    String name = before.path(thing.kind() == Kind.TASK ? "taskName" : NAME).asText();
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
}
