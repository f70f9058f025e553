package io.cdrwebhooks.browser.deliveries;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.browser.Api;
import io.cdrwebhooks.browser.InTheBrowser;
import io.cdrwebhooks.browser.RunningConsole;
import io.cdrwebhooks.browser.TestReceiver;
import io.cdrwebhooks.browser.Visitor;
import org.junit.jupiter.api.Test;

/// Tests that the console shows any answer of a receiver as plain text.
@InTheBrowser
class HostileAnswerTest {
  @Test
  void answerIsShownAsText(Visitor visitor, RunningConsole console) throws Exception {
    try (TestReceiver receiver = new TestReceiver()) {
      var _ =
          new Api(console)
              .createConfiguration("<b>Hostile</b>", receiver.url("/hostile"), "0123456789abcdef");
      visitor.signIn(console);
      visitor.follow("Webhook configurations");
      visitor.follow("<b>Hostile</b>");
      visitor.openTab("Send test");
      visitor.press("Send test");

      visitor.sees("<script>window.harmed = true</script>");
      assertThat(visitor.page().locator("#planted")).hasCount(0);
      assertThat(visitor.page().locator("img[src=x]")).hasCount(0);
      assertThat(visitor.page().evaluate("window.harmed === undefined")).isEqualTo(true);
      assertThat(visitor.page().locator("body")).not().containsText("\u001b");
      assertThat(visitor.page().locator("body")).not().containsText("\u202e");
    }
  }
}
