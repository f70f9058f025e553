package io.cdrwebhooks.browser.configurations;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.browser.Api;
import io.cdrwebhooks.browser.InTheBrowser;
import io.cdrwebhooks.browser.RunningConsole;
import io.cdrwebhooks.browser.TestReceiver;
import io.cdrwebhooks.browser.Visitor;
import org.junit.jupiter.api.Test;

/// Tests that the console shows a new Signature once, and that it signs from then on.
@InTheBrowser
class RotationTest {
  private static final String OLD = "the-old-signature-0123456789";

  @Test
  void rotatedSignatureIsShownOnceAndSignsTheNextTest(Visitor visitor, RunningConsole console)
      throws Exception {
    try (TestReceiver receiver = new TestReceiver()) {
      var _ = new Api(console).createConfiguration("Rotated", receiver.url("/cdr"), OLD);
      visitor.signIn(console);
      visitor.follow("Webhook configurations");
      visitor.follow("Rotated");
      visitor.openTab("Rotate Signature");
      visitor.press("Generate");
      String fresh = visitor.field("New Signature").inputValue();
      visitor.press(visitor.page().getByLabel("At once"));
      visitor.press("Rotate");
      visitor.sees("X-CDR-Signature switches immediately; the overlap");
      visitor.pressInWindow("Cancel");
      visitor.choose("Overlap", "None");
      visitor.press("Rotate");
      visitor.sees("The old Signature stops signing requests immediately.");
      visitor.pressInWindow("Rotate at once");
      visitor.sees("Copy the Signature now");
      visitor.press("Done");
      visitor.doesNotSee(fresh);

      visitor.openTab("Send test");
      visitor.press("Send test");
      visitor.sees("answered 200");
      visitor.doesNotSee(fresh);
      assertThat(receiver.received()).hasSize(1);
      assertThat(receiver.received().getFirst().isSignedWith(fresh)).isTrue();
      assertThat(receiver.received().getFirst().isSignedWith(OLD)).isFalse();
      visitor.sees("X-CDR-Signature: (hidden)");
      assertThat(visitor.page().locator("body"))
          .not()
          .containsText(receiver.received().getFirst().signature());
    }
  }

  @Test
  void plannedRotationIsTriedNamedAndCancelled(Visitor visitor, RunningConsole console)
      throws Exception {
    try (TestReceiver receiver = new TestReceiver()) {
      var _ = new Api(console).createConfiguration("Planned", receiver.url("/cdr"), OLD);
      visitor.signIn(console);
      visitor.follow("Webhook configurations");
      visitor.follow("Planned");
      visitor.openTab("Rotate Signature");
      visitor.sees("X-CDR-Signature switches immediately when");
      assertThat(visitor.page().getByLabel("At a chosen time")).isChecked();
      assertThat(visitor.field("Overlap")).hasValue("7 days");
      visitor.press("Generate");
      String planned = visitor.field("New Signature").inputValue();
      String hint = planned.substring(planned.length() - 3);
      visitor.press("Rotate");
      visitor.press("Done");
      visitor.sees("the current one is also used until");

      visitor.openTab("Send test");
      visitor.press("Send test with the next Signature");
      visitor.sees("signed only with the Signature that ends with " + hint);
      assertThat(receiver.received().getFirst().isSignedWith(planned)).isTrue();

      visitor.openTab("Rotate Signature");
      visitor.press("Generate");
      visitor.press("Rotate");
      visitor.sees("Replace the planned rotation?");
      visitor.sees("was planned for");
      visitor.pressInWindow("Cancel");
      visitor.press("Cancel rotation");
      visitor.sees("Cancel the planned rotation?");
      visitor.pressInWindow("Cancel rotation");
      visitor.sees("Cancelled the planned rotation of Planned.");
      visitor.doesNotSee("the current one is also used until");
    }
  }
}
