package io.cdrwebhooks.browser.deliveries;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.browser.Api;
import io.cdrwebhooks.browser.InTheBrowser;
import io.cdrwebhooks.browser.RunningConsole;
import io.cdrwebhooks.browser.TestReceiver;
import io.cdrwebhooks.browser.Visitor;
import org.junit.jupiter.api.Test;

/// Tests that the console shows any text as text: a file name that disguises itself, and the answer
/// of a receiver.
@InTheBrowser
class HostileTextTest {
  /// A name that looks like "billing-exe.zip" if the direction is reversed. It contains a space
  /// without width.
  private static final String FILE = "billing-\u202epiz.exe\u200b.zip";

  private static final String SHOWN = "billing-⟨U+202E⟩piz.exe⟨U+200B⟩.zip";

  @Test
  void hiddenCharactersOfAFileNameAreShown(Visitor visitor, RunningConsole console)
      throws Exception {
    console.upload("reports/7303/" + FILE);
    visitor.signIn(console);
    visitor.follow("Deliveries");
    visitor.seesLink(SHOWN);
    isBare(visitor);

    visitor.follow(SHOWN);
    visitor.isAt(SHOWN);
    assertThat(visitor.page()).hasTitle(SHOWN + " · CDR Webhooks");
    visitor.press("Resend");
    visitor.sees("Resend " + SHOWN + "?");
    isBare(visitor);
  }

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

  private static void isBare(Visitor visitor) {
    // Playwright's comparison of texts ignores characters without width.
    assertThat((String) visitor.page().evaluate("document.body.innerText"))
        .doesNotContain("\u202e", "\u200b");
  }
}
