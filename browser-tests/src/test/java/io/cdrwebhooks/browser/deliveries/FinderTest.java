package io.cdrwebhooks.browser.deliveries;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.cdrwebhooks.browser.Api;
import io.cdrwebhooks.browser.EveryPageTest;
import io.cdrwebhooks.browser.InTheBrowser;
import io.cdrwebhooks.browser.RunningConsole;
import io.cdrwebhooks.browser.Visitor;
import java.net.URI;
import org.junit.jupiter.api.Test;

/// Tests that the finder leads from typed or pasted text to a delivery, a configuration or a task.
@InTheBrowser
class FinderTest {
  /// The beginning of the names in all tests; the number of the task follows.
  private static final String START = "finder-2026-11-29-";

  private static final String FIELD = "File name, webhook-id, configuration or task";

  @Test
  void webhookIdFromAMailOpensItsDelivery(Visitor visitor, RunningConsole console)
      throws Exception {
    String name = START + "7370-10.zip";
    upload(visitor, console, 7370, 1);
    visitor.open(console.origin().resolve("/console/deliveries?task=7370"));
    visitor.follow(name);
    visitor.isAt(name);
    String address = visitor.page().url();
    String id = address.substring(address.lastIndexOf('/') + 1);
    visitor.follow("CDR tasks");
    visitor.isAt("CDR tasks");

    int before = visitor.actions();
    visitor.press("Find");
    type(visitor, "webhook-id: " + id);
    visitor.page().keyboard().press("Enter");

    visitor.isAt(name);
    assertThat(visitor.page()).hasURL(address);
    visitor.hasDone("A webhook-id from a mail is opened", before, 1);
  }

  @Test
  void fileIsFoundByItsNameAndByTheStartOfIt(Visitor visitor, RunningConsole console)
      throws Exception {
    upload(visitor, console, 7371, 3);

    int before = visitor.actions();
    visitor.press("Find");
    type(visitor, "FINDER-2026-11-29-7371-10.ZIP");
    option(visitor, START + "7371-10.zip").waitFor();
    visitor.page().keyboard().press("Enter");
    visitor.isAt(START + "7371-10.zip");
    visitor.hasDone("A file is found by its name", before, 1);

    visitor.page().keyboard().press("Control+k");
    type(visitor, START + "7371");
    assertThat(visitor.page().getByRole(AriaRole.OPTION)).hasCount(3);
    assertThat(option(visitor, START + "7371-12.zip")).hasAttribute("aria-selected", "true");
    EveryPageTest.isAccessible(visitor.page(), "the finder with results");
    visitor.page().keyboard().press("ArrowDown");
    visitor.page().keyboard().press("Enter");
    visitor.isAt(START + "7371-11.zip");
  }

  @Test
  void configurationAndTaskAreFoundByAPartOfTheirName(Visitor visitor, RunningConsole console)
      throws Exception {
    Api api = new Api(console);
    String id =
        api.createConfiguration(
            "Findable Globex", URI.create("https://globex.example/cdr"), "0123456789abcdef");
    api.saveTask(7372, "Calls of Globex", id);
    visitor.signIn(console);

    visitor.page().keyboard().press("/");
    type(visitor, "globex");
    option(visitor, "Findable Globex").waitFor();
    option(visitor, "Calls of Globex").click();
    assertThat(visitor.page()).hasURL(console.origin().resolve("/console/tasks/7372").toString());

    visitor.open(console.origin().resolve("/console/tasks"));
    visitor.fill("Find by number or name", "7372");
    visitor.seesLink("Calls of Globex");
    assertThat(visitor.page().getByRole(AriaRole.ROW)).hasCount(2);
    visitor.open(console.origin().resolve("/console/configurations"));
    visitor.fill("Find by name", "FINDABLE");
    visitor.seesLink("Findable Globex");
    assertThat(visitor.page().getByRole(AriaRole.ROW)).hasCount(2);
    visitor.fill("Find by name", "no such name");
    visitor.sees("No webhook configuration matches");
  }

  @Test
  void emptyResultAndFaultShowDifferentTexts(Visitor visitor, RunningConsole console) {
    visitor.signIn(console);
    visitor.press("Find");
    type(visitor, "no-such-file.zip");
    visitor.sees("Nothing matches “no-such-file.zip”.");
    visitor.sees("Type the start of a file name");
    EveryPageTest.isAccessible(visitor.page(), "the finder without results");
    visitor.fill(FIELD, "dlv_" + "f".repeat(32));
    visitor.sees("Nothing has this id. Deliveries are kept for 90 days.");

    visitor
        .page()
        .route("**/search?**", route -> route.fulfill(new Route.FulfillOptions().setStatus(400)));
    visitor.fill(FIELD, "another");
    visitor.sees("Can't search");
    visitor.doesNotSee("Nothing matches");
    EveryPageTest.isAccessible(visitor.page(), "the finder after a fault");
    visitor.page().keyboard().press("Escape");
    assertThat(visitor.button("Find").first()).isFocused();
  }

  private static void upload(Visitor visitor, RunningConsole console, int taskId, int reports)
      throws Exception {
    for (int report = 0; report < reports; report++) {
      console.upload("reports/" + taskId + "/" + START + taskId + "-" + (10 + report) + ".zip");
    }
    visitor.signIn(console);
    visitor.open(console.origin().resolve("/console/deliveries?task=" + taskId));
    assertThat(
            visitor
                .page()
                .getByRole(AriaRole.TABLE, new Page.GetByRoleOptions().setName("Deliveries"))
                .getByRole(AriaRole.ROW))
        .hasCount(reports + 1);
  }

  /// Types into the field of the finder, which has the focus when it is shown.
  private static void type(Visitor visitor, String text) {
    assertThat(visitor.field(FIELD)).isFocused();
    visitor.page().keyboard().insertText(text);
  }

  private static Locator option(Visitor visitor, String name) {
    return visitor
        .page()
        .getByRole(AriaRole.OPTION)
        .filter(new Locator.FilterOptions().setHasText(name))
        .first();
  }
}
