package io.cdrwebhooks.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import org.junit.jupiter.api.Test;

/// Tests that an open console shows the names of things that another client has created meanwhile.
@InTheBrowser
class ExternalChangesTest {
  private static final URI URL = URI.create("http://127.0.0.1:18999/cdr");

  @Test
  void configurationAndTaskOfNewDeliveryAreNamed(Visitor visitor, RunningConsole console)
      throws Exception {
    Api api = new Api(console);
    console.upload("reports/7399/before.zip");
    visitor.signIn(console);
    visitor.follow("Deliveries");
    visitor.sees("before.zip");
    visitor.sees("Task 7399 (not defined)");

    api.saveTask(
        7302,
        "Task made elsewhere",
        api.createConfiguration("Made elsewhere", URL, "0123456789abcdef"));
    console.upload("reports/7302/after.zip");
    Locator row =
        visitor
            .page()
            .getByRole(AriaRole.ROW)
            .filter(new Locator.FilterOptions().setHasText("after.zip"));
    assertThat(row).isVisible();
    assertThat(row.getByRole(AriaRole.LINK, named("Made elsewhere"))).isVisible();
    assertThat(row.getByRole(AriaRole.LINK, named("Task made elsewhere (7302)"))).isVisible();
  }

  private static Locator.GetByRoleOptions named(String name) {
    return new Locator.GetByRoleOptions().setName(name).setExact(true);
  }
}
