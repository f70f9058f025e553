package io.cdrwebhooks.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import org.junit.jupiter.api.Test;

/// Tests the console without a mouse: Tab reaches everything, in a sensible order.
@InTheBrowser
class KeyboardTest {
  private static final int MAX_TABS = 40;
  private static final URI URL = URI.create("http://127.0.0.1:18999/cdr");

  @Test
  void configurationIsAddedByKeyboardAlone(Visitor visitor, RunningConsole console) {
    visitor.signIn(console);
    Page page = visitor.page();
    tabTo(page, visitor.link("Webhook configurations"));
    page.keyboard().press("Enter");
    visitor.isAt("Webhook configurations");
    Locator add = visitor.button("Add configuration");
    tabTo(page, add);
    page.keyboard().press("Enter");
    assertThat(visitor.field("Configuration Name")).isFocused();
    page.keyboard().press("Escape");
    assertThat(visitor.field("Configuration Name")).hasCount(0);
    assertThat(add).isFocused();

    page.keyboard().press("Enter");
    assertThat(visitor.field("Configuration Name")).isFocused();
    page.keyboard().type("By keys");
    tabTo(page, visitor.field("Full URL"));
    page.keyboard().type("http://127.0.0.1:18999/cdr");
    tabTo(page, visitor.button("Generate"));
    page.keyboard().press("Space");
    tabTo(page, visitor.buttonIn("New webhook configuration", "Save"));
    page.keyboard().press("Enter");
    visitor.sees("Copy the Signature now");
    assertThat(visitor.button("Done")).isFocused();
    page.keyboard().press("Enter");

    visitor.seesLink("By keys");
    assertThat(add).isFocused();
  }

  @Test
  void focusFollowsARotationThroughItsDialogs(Visitor visitor, RunningConsole console)
      throws Exception {
    var _ = new Api(console).createConfiguration("Rotated by keys", URL, "0123456789abcdef");
    visitor.signIn(console);
    visitor.follow("Webhook configurations");
    visitor.follow("Rotated by keys");
    visitor.openTab("Rotate Signature");
    visitor.press("Generate");
    tabTo(visitor.page(), visitor.button("Rotate"));
    visitor.page().keyboard().press("Enter");
    visitor.sees("Copy the Signature now");
    assertThat(visitor.button("Done")).isFocused();
    visitor.page().keyboard().press("Enter");
    assertThat(
            visitor
                .page()
                .getByRole(
                    AriaRole.FORM, new Page.GetByRoleOptions().setName("Rotate the Signature")))
        .isFocused();
  }

  @Test
  void focusMovesToTheHeadingAfterATaskIsDeleted(Visitor visitor, RunningConsole console)
      throws Exception {
    new Api(console).saveTask(7305, "Deleted by keys");
    visitor.signIn(console);
    visitor.follow("CDR tasks");
    Locator more = visitor.button("More actions for Deleted by keys");
    more.press("Enter");
    tabTo(visitor.page(), visitor.button("Delete Deleted by keys"));
    visitor.page().keyboard().press("Enter");
    visitor.isReady("Delete task");
    visitor.page().keyboard().press("Escape");
    assertThat(more).isFocused();

    more.press("Enter");
    visitor.press("Delete Deleted by keys");
    visitor.isReady("Delete task");
    visitor.pressInWindow("Delete task");
    visitor.doesNotSee("Delete CDR task Deleted by keys?");
    assertThat(visitor.page().locator("h1")).isFocused();
  }

  @Test
  void firstTabOffersToSkipTheNavigation(Visitor visitor, RunningConsole console) {
    visitor.signIn(console);
    visitor.page().reload();
    visitor.isAt("CDR tasks");
    visitor.page().keyboard().press("Tab");
    assertThat(visitor.page().locator(":focus")).containsText("Skip");
    visitor.page().keyboard().press("Enter");
    assertThat(visitor.page().locator("main")).isFocused();
  }

  private static void tabTo(Page page, Locator element) {
    for (int i = 0; i < MAX_TABS; i++) {
      if ((boolean) element.evaluate("it => it === document.activeElement")) {
        return;
      }
      page.keyboard().press("Tab");
    }
    throw new AssertionError("Tab does not lead to " + element);
  }
}
