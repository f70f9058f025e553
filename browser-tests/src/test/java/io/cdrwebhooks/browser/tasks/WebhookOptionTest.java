package io.cdrwebhooks.browser.tasks;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.cdrwebhooks.browser.Api;
import io.cdrwebhooks.browser.InTheBrowser;
import io.cdrwebhooks.browser.RunningConsole;
import io.cdrwebhooks.browser.Visitor;
import java.net.URI;
import org.junit.jupiter.api.Test;

/// Tests that the page of a task shows since when its option holds, and the effect of a change on
/// earlier reports.
@InTheBrowser
class WebhookOptionTest {
  private static final URI URL = URI.create("http://127.0.0.1:18999/cdr");

  @Test
  void changeSaysWhatHappensToEarlierReports(Visitor visitor, RunningConsole console)
      throws Exception {
    Api api = new Api(console);
    api.saveTask(
        7320, "Switched", api.createConfiguration("Former owner", URL, "0123456789abcdef"));
    var _ = api.createConfiguration("Later owner", URL, "0123456789abcdef");
    visitor.signIn(console);
    visitor.follow("CDR tasks");
    visitor.follow("Switched");

    Locator note = visitor.page().getByRole(AriaRole.STATUS).filter(containing("reports"));
    assertThat(note).containsText("This configuration gets the reports uploaded since");
    visitor.choose("Webhook configuration", "Later owner");
    assertThat(note)
        .hasText("Reports uploaded before you save are not sent to the new configuration.");
    visitor.choose("Webhook configuration", "Former owner");
    assertThat(note).containsText("uploaded since");
    visitor
        .page()
        .getByRole(AriaRole.SWITCH, new Page.GetByRoleOptions().setName("Webhook"))
        .uncheck(new Locator.UncheckOptions().setForce(true));
    assertThat(note)
        .hasText(
            "Reports uploaded after you save are not sent."
                + " Earlier reports stay with their configuration.");
  }

  private static Locator.FilterOptions containing(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }
}
