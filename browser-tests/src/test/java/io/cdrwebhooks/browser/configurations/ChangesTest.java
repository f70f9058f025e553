package io.cdrwebhooks.browser.configurations;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.cdrwebhooks.browser.Api;
import io.cdrwebhooks.browser.EveryPageTest;
import io.cdrwebhooks.browser.InTheBrowser;
import io.cdrwebhooks.browser.RunningConsole;
import io.cdrwebhooks.browser.Visitor;
import java.net.URI;
import org.junit.jupiter.api.Test;

/// Tests that a person finds out who changed the URL of a configuration, with the old and the new
/// value.
@InTheBrowser
class ChangesTest {
  /// Pixels; a row has one line.
  private static final double MAX_ROW = 37;

  @Test
  void configurationLeadsToItsChangesWithBeforeAndAfter(Visitor visitor, RunningConsole console)
      throws Exception {
    Api api = new Api(console);
    String id =
        api.createConfiguration(
            "Watched", URI.create("http://127.0.0.1:8999/old"), "signature-of-the-watched-one");
    api.replaceConfiguration(id, "Watched", URI.create("http://127.0.0.1:8999/new"), true);
    visitor.signIn(console);
    visitor.open(console.origin().resolve("/console/configurations/" + id));
    visitor.isAt("Watched");

    visitor.press(
        visitor
            .page()
            .getByRole(AriaRole.MAIN)
            .getByRole(
                AriaRole.LINK, new Locator.GetByRoleOptions().setName("Changes").setExact(true)));

    visitor.isAt("Changes");
    assertThat(visitor.page().url()).contains("about=configuration");
    visitor.sees("Created the configuration");
    visitor.sees("Changed the configuration");
    visitor.sees("http://127.0.0.1:8999/old");
    visitor.sees("http://127.0.0.1:8999/new");
    visitor.sees("local-operator");
    visitor.press("Details of Changed the configuration");
    visitor.sees("Request");
    visitor.page().keyboard().press("Control+K");
    visitor.sees("Type or paste a name or an id.");
    visitor.doesNotSee("signature-of-the-watched-one");
  }

  @Test
  void changesAreOneLineEachOnADesktop(Visitor visitor, RunningConsole console) throws Exception {
    Api api = new Api(console);
    String id =
        api.createConfiguration(
            "A configuration with a name of many words",
            URI.create("http://127.0.0.1:8999/" + "a-long-path/".repeat(20)),
            "signature-of-the-watched-one");
    String moved = "http://127.0.0.1:8999/" + "another-long-path/".repeat(20) + "end";
    api.replaceConfiguration(id, "Moved", URI.create(moved), true);
    visitor.signIn(console);
    visitor.page().setViewportSize(1280, 900);
    visitor.open(console.origin().resolve("/console/changes?about=configuration:" + id));
    visitor.sees("Changed the configuration");
    Locator rows =
        visitor
            .page()
            .getByRole(AriaRole.TABLE, new Page.GetByRoleOptions().setName("Changes"))
            .getByRole(AriaRole.ROW);
    assertThat(rows.all().stream().skip(1).map(row -> row.boundingBox().height))
        .hasSize(2)
        .allSatisfy(height -> assertThat(height).isLessThanOrEqualTo(MAX_ROW));
    visitor.press("Details of Changed the configuration");
    assertThat(visitor.page().getByRole(AriaRole.DIALOG).innerText()).contains(moved);
    EveryPageTest.isAccessible(visitor.page(), "the details of a change");
  }

  @Test
  void listOfAllHasSignInsAndIsInTheNavigation(Visitor visitor, RunningConsole console) {
    visitor.signIn(console);
    visitor.follow("Changes");
    visitor.isAt("Changes");
    visitor.sees("Signed in as local-operator");
    visitor.fill("About", "no such thing");
    visitor.field("About").blur();
    visitor.sees("Must be cfg_…, dlv_…, or the number of a task");
    visitor.fill("About", "987654321");
    visitor.field("About").press("Enter");
    visitor.sees("No change of the last 400 days matches.");
  }
}
