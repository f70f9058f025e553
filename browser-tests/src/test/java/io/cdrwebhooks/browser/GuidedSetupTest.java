package io.cdrwebhooks.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;

/// Tests the way from the console's link to a receiver that passes all checks.
@InTheBrowser
class GuidedSetupTest {
  @Test
  void newReceiverIsProvenInFewActions(Visitor visitor, RunningConsole console) throws Exception {
    try (TestReceiver receiver = new TestReceiver()) {
      visitor.signIn(console);
      int before = visitor.actions();
      visitor.follow("Webhook configurations");
      visitor.press("Add configuration");
      visitor.fill("Configuration Name", "Proven");
      visitor.fill("Full URL", receiver.url("/cdr").toString());
      receiver.checks(visitor.field("Signature").inputValue());
      visitor.press("Copy Signature");
      visitor.pressIn("New webhook configuration", "Save");

      visitor.sees("Copy the Signature now");
      isStep(visitor, "Done: Host name resolved");
      isStep(visitor, "Warning: Connected");
      isStep(visitor, "Done: Request answered");
      isStep(visitor, "Done: Signature checked");
      isStep(visitor, "Done: Old requests refused");
      isStep(visitor, "Done: Link followed");
      visitor.sees("The receiver works, with 1 warning.");
      visitor.hasDone("A first webhook is proven", before, 8);
      assertThat(receiver.received()).hasSize(1);

      visitor.press("Done");
      visitor.seesLink("Proven");
    }
  }

  @Test
  void testIsSentAgainWhenTheReceiverHasTheSignature(Visitor visitor, RunningConsole console)
      throws Exception {
    try (TestReceiver receiver = new TestReceiver()) {
      receiver.checks("another-signature");
      visitor.signIn(console);
      visitor.follow("Webhook configurations");
      visitor.press("Add configuration");
      visitor.fill("Configuration Name", "Late");
      visitor.fill("Full URL", receiver.url("/cdr").toString());
      String signature = visitor.field("Signature").inputValue();
      visitor.pressIn("New webhook configuration", "Save");
      isStep(visitor, "Failed: Signature checked");
      visitor.sees("Does it have this Signature?");

      receiver.checks(signature);
      visitor.press("Send the test again");
      isStep(visitor, "Done: Signature checked");
      isStep(visitor, "Done: Link followed");
    }
  }

  private static void isStep(Visitor visitor, String words) {
    Locator steps =
        visitor
            .page()
            .getByRole(AriaRole.LIST, new Page.GetByRoleOptions().setName("Steps of the test"));
    assertThat(
            steps
                .getByRole(AriaRole.LISTITEM)
                .filter(new Locator.FilterOptions().setHasText(words)))
        .hasCount(1);
  }
}
