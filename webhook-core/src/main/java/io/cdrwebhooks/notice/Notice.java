package io.cdrwebhooks.notice;

import io.cdrwebhooks.change.ChangeRecord;
import io.cdrwebhooks.change.ChangedThing;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.report.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/// A message to operators that may need action.
public sealed interface Notice {
  /// Returns whether the mail waits for the hourly digest.
  default boolean mailLater() {
    return false;
  }

  /// A warning about a configuration or one of its tasks. People get it as mail at once, unless too
  /// many others get one in the same second: then `mailLater` is true, and the configuration's
  /// [Digest] has it.
  sealed interface OfConfiguration extends Notice {
    ConfigurationId configuration();

    DeliveryId delivery();

    /// Returns the text for the digest, which follows the name of the configuration.
    String warning();

    /// Returns whether its text replaces that of an earlier warning in the same digest, which shows
    /// one. Warnings about tasks do not replace it: they must not hide that a configuration is
    /// disabled.
    default boolean isAboutTheConfiguration() {
      return true;
    }

    /// Returns the same notice, to be mailed with the digest.
    OfConfiguration mailedLater();
  }

  /// A warning about a task. People always get it with the digest.
  sealed interface OfTask extends OfConfiguration {
    @Override
    default boolean mailLater() {
      return true;
    }

    @Override
    default boolean isAboutTheConfiguration() {
      return false;
    }

    @Override
    default OfTask mailedLater() {
      return this;
    }
  }

  /// Every attempt for the configuration has failed for a day, since `since`. `delivery` is the one
  /// that failed last.
  record ConfigurationFailing(
      ConfigurationId configuration,
      String name,
      Instant since,
      DeliveryId delivery,
      boolean mailLater)
      implements OfConfiguration {
    /// Creates a notice that people get as mail at once.
    public ConfigurationFailing(
        ConfigurationId configuration, String name, Instant since, DeliveryId delivery) {
      this(configuration, name, since, delivery, false);
    }

    @Override
    public String warning() {
      return "every attempt has failed since "
          + since.truncatedTo(ChronoUnit.SECONDS)
          + ". After five days of failures, the service disables the configuration.";
    }

    @Override
    public ConfigurationFailing mailedLater() {
      return new ConfigurationFailing(configuration, name, since, delivery, true);
    }
  }

  /// The service disabled a configuration and holds its deliveries. `delivery` is the one whose
  /// attempt caused it.
  record ConfigurationDisabled(
      ConfigurationId configuration,
      String name,
      String reason,
      DeliveryId delivery,
      boolean mailLater)
      implements OfConfiguration {
    /// Creates a notice that people get as mail at once.
    public ConfigurationDisabled(
        ConfigurationId configuration, String name, String reason, DeliveryId delivery) {
      this(configuration, name, reason, delivery, false);
    }

    @Override
    public String warning() {
      return "the service has disabled it, because "
          + reason
          + ". It holds the deliveries until you enable the configuration.";
    }

    @Override
    public ConfigurationDisabled mailedLater() {
      return new ConfigurationDisabled(configuration, name, reason, delivery, true);
    }
  }

  /// The client certificate of a configuration expires at `notAfter`, in 30 days at most, or has
  /// expired. `delivery` is the delivery whose attempt found this out.
  record CertificateExpiring(
      ConfigurationId configuration,
      String name,
      Instant notAfter,
      DeliveryId delivery,
      boolean mailLater)
      implements OfConfiguration {
    /// Creates a notice that people get as mail at once.
    public CertificateExpiring(
        ConfigurationId configuration, String name, Instant notAfter, DeliveryId delivery) {
      this(configuration, name, notAfter, delivery, false);
    }

    @Override
    public String warning() {
      return "its client certificate is valid until "
          + notAfter.truncatedTo(ChronoUnit.SECONDS)
          + ". Give it a new one.";
    }

    @Override
    public CertificateExpiring mailedLater() {
      return new CertificateExpiring(configuration, name, notAfter, delivery, true);
    }
  }

  /// A task has not produced the report that was expected at `expectedAt`, and its grace is over.
  /// `delivery` is the delivery of its last report, which was uploaded at `lastReportAt`.
  record ReportOverdue(
      ConfigurationId configuration,
      TaskId task,
      String taskName,
      DeliveryId delivery,
      Instant lastReportAt,
      Instant expectedAt)
      implements OfTask {
    @Override
    public String warning() {
      return "the CDR task %s '%s' has produced no report since %s; one was expected at %s. Check"
              .formatted(
                  task,
                  taskName,
                  lastReportAt.truncatedTo(ChronoUnit.SECONDS),
                  expectedAt.truncatedTo(ChronoUnit.SECONDS))
          + " whether its export runs.";
    }
  }

  /// The overdue report has arrived. `delivery` is its delivery. It counted as overdue from
  /// `overdueAt` on. If it was uploaded before `overdueAt`, the service was late and not the
  /// export.
  record ReportArrivedLate(
      ConfigurationId configuration,
      TaskId task,
      String taskName,
      DeliveryId delivery,
      Instant uploadedAt,
      Instant expectedAt,
      Instant overdueAt)
      implements OfTask {
    /// Returns how late the report was; negative if it arrived before it was expected.
    public Duration late() {
      return Duration.between(expectedAt, uploadedAt).truncatedTo(ChronoUnit.MINUTES);
    }

    @Override
    public String warning() {
      return "the missing report of the CDR task %s '%s' arrived at %s, %s."
          .formatted(task, taskName, uploadedAt.truncatedTo(ChronoUnit.SECONDS), outcome());
    }

    private String outcome() {
      long minutes = late().toMinutes();
      return !uploadedAt.isAfter(overdueAt)
          ? "in time. The service recorded it late, see its alarms"
          : (minutes < 120 ? minutes + " minutes" : minutes / 60 + " hours") + " late";
    }
  }

  /// A notice of one delivery. It is for programs; people get its configuration's [Digest].
  sealed interface OfDelivery extends Notice {
    DeliveryId delivery();

    ConfigurationId configuration();

    String reason();
  }

  /// The last attempt of a delivery has failed.
  record DeliveryFailed(
      DeliveryId delivery,
      TaskId task,
      ConfigurationId configuration,
      String fileName,
      String reason)
      implements OfDelivery {}

  /// The receiver accepted the delivery and has not followed its link, which is valid until
  /// `validUntil`.
  record LinkUnused(
      DeliveryId delivery,
      TaskId task,
      ConfigurationId configuration,
      String fileName,
      Instant validUntil)
      implements OfDelivery {
    @Override
    public String reason() {
      return "the receiver has not followed its download link";
    }
  }

  /// A person or a program has changed `what`: the URL, a Signature, the state or the receiver
  /// requests of a configuration, or the receiver of a task. `name` is the name of the
  /// configuration or task before the change. `from` and `to` are the old and the new value; of a
  /// Signature, its hint.
  record ReceiverChanged(
      ChangeRecord change, String name, String what, String from, String to, Mail mail)
      implements Notice {
    /// The value of `to` when a configuration was disabled.
    public static final String DISABLED = "disabled";

    /// The mail that operators get: as usual, the last one of this minute, or none.
    public enum Mail {
      USUAL,
      LAST,
      NONE
    }

    public ReceiverChanged {
      Objects.requireNonNull(mail, "mail");
    }

    @Override
    public boolean mailLater() {
      return mail == Mail.NONE;
    }

    /// Returns the id of the configuration whose receiver it is. For a task this is the new
    /// configuration, or the old one if the task has none now.
    public String configuration() {
      ChangedThing thing = change.about().orElseThrow();
      boolean isTask = thing.kind() == ChangedThing.Kind.TASK;
      boolean hasNone = ConfigurationId.parse(to).isEmpty();
      return isTask ? (hasNone ? from : to) : thing.id();
    }

    /// Returns the message for people, in one line.
    public String text() {
      return ReceiverChangedText.of(this);
    }
  }

  /// The hourly notice about the deliveries of one configuration. `name` is empty if the
  /// configuration was deleted.
  record DeliveryDigest(Digest digest, String name) implements Notice {
    public String text() {
      return digest.text(name);
    }
  }
}
