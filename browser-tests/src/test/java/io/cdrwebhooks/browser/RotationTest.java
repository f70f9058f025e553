package io.cdrwebhooks.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// A new Signature is shown once, and signs from then on.
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
      visitor.press("Rotate");
      visitor.sees("Copy the Signature now");
      visitor.press("Done");
      visitor.seesNot(fresh);

      visitor.openTab("Send test");
      visitor.press("Send test");
      visitor.sees("answered 200");
      visitor.seesNot(fresh);
      assertThat(receiver.received()).hasSize(1);
      assertThat(receiver.received().getFirst().isSignedWith(fresh)).isTrue();
      assertThat(receiver.received().getFirst().isSignedWith(OLD)).isFalse();
      visitor.sees("X-CDR-Signature: (hidden)");
      assertThat(visitor.page().locator("body"))
          .not()
          .containsText(receiver.received().getFirst().signature());
    }
  }
}
