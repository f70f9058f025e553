package io.cdrwebhooks.browser.configurations;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import io.cdrwebhooks.browser.Api;
import io.cdrwebhooks.browser.InTheBrowser;
import io.cdrwebhooks.browser.RunningConsole;
import io.cdrwebhooks.browser.Visitor;
import java.net.URI;
import org.junit.jupiter.api.Test;

/// A person finds out who changed the URL of a configuration, from what to what.
@InTheBrowser
class ChangesTest {
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
    visitor.seesNot("signature-of-the-watched-one");
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
