package io.cdrwebhooks.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.util.regex.Pattern;

/// A user of the console, who finds everything by its text, and does one thing after the other.
///
/// Counts their actions: each opened address, press, choice and filled field is one action.
public final class Visitor {
  private final Page page;
  private int actions;

  public Visitor(Page page) {
    this.page = page;
  }

  public int actions() {
    return actions;
  }

  /// Prints how many actions a task took after the first `before`, and checks that it took at most
  /// `most`.
  public void hasDone(String task, int before, int most) {
    int taken = actions - before;
    System.out.printf("%s: %d actions (at most %d).%n", task, taken, most);
    if (taken > most) {
      throw new AssertionError("%s: %d actions, more than %d".formatted(task, taken, most));
    }
  }

  public Page page() {
    return page;
  }

  public void open(URI address) {
    actions++;
    page.navigate(address.toString());
  }

  public void press(String button) {
    press(button(button));
  }

  public void press(Locator element) {
    actions++;
    element.click();
  }

  /// Follows a link by its name, also in the main navigation.
  public void follow(String link) {
    press(link(link));
  }

  public void fill(String label, String text) {
    actions++;
    field(label).fill(text);
  }

  /// Opens a list and chooses an entry.
  public void choose(String label, String entry) {
    actions++;
    field(label).click();
    page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName(entry)).first().click();
  }

  public void turnOn(String label) {
    actions++;
    page.getByRole(AriaRole.SWITCH, new Page.GetByRoleOptions().setName(label))
        // The widget covers its input, so this must force the click.
        .check(new Locator.CheckOptions().setForce(true));
  }

  public void check(String label) {
    actions++;
    page.getByRole(AriaRole.CHECKBOX, new Page.GetByRoleOptions().setName(label)).check();
  }

  /// Presses a button in the form with this name.
  public void pressIn(String form, String button) {
    press(buttonIn(form, button));
  }

  /// Presses a button of the open dialog.
  public void pressInWindow(String button) {
    press(buttonInWindow(button));
  }

  private Locator buttonInWindow(String name) {
    return page.getByRole(AriaRole.DIALOG)
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  /// Leaves the browser's window and returns, so that the page reads its data again.
  public void comeBack() {
    var _ = page.evaluate("window.dispatchEvent(new Event('visibilitychange'))");
  }

  /// Waits until a button of the open dialog is enabled.
  public void isReady(String button) {
    assertThat(buttonInWindow(button)).isEnabled();
  }

  public void openTab(String name) {
    press(page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName(name).setExact(true)));
  }

  /// Opens the newest report in the list of deliveries, to which an export leads.
  public void followReport() {
    press(
        page.getByRole(AriaRole.TABLE, new Page.GetByRoleOptions().setName("Deliveries"))
            .getByRole(AriaRole.LINK)
            .first());
  }

  /// Signs in with the API token, at a page without charts, which take long to draw; these actions
  /// are not counted.
  public void signIn(RunningConsole console) {
    int before = actions;
    open(console.origin().resolve("/console/tasks"));
    fill("Access token", console.apiToken());
    press("Use token");
    isAt("CDR tasks");
    actions = before;
  }

  /// Answers the page's requests to these addresses with JSON, in place of the system.
  public void imitate(String addresses, String json) {
    page.route(
        addresses,
        route ->
            route.fulfill(
                new Route.FulfillOptions().setContentType("application/json").setBody(json)));
  }

  public Locator link(String name) {
    return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true))
        .first();
  }

  public void seesLink(String name) {
    assertThat(link(name)).isVisible();
  }

  /// Checks the status of the delivery whose page is open.
  public void seesStatus(String status) {
    assertThat(page.getByRole(AriaRole.STATUS).getByText(status).first()).isVisible();
  }

  public Locator buttonIn(String form, String name) {
    return page.getByRole(AriaRole.FORM, new Page.GetByRoleOptions().setName(form))
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  public Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  public Locator field(String label) {
    return page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName(labelled(label)))
        .or(page.getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName(labelled(label))))
        // A field for secrets has no role.
        .or(page.locator("input[type=password]").and(page.getByLabel(labelled(label))))
        .first();
  }

  /// A required field's mark may follow its label; the browser reads the pattern as JavaScript.
  private static Pattern labelled(String label) {
    return Pattern.compile("^" + label + "( ?\\*)?$");
  }

  public void sees(String text) {
    assertThat(page.getByText(text).filter(visible()).first()).isVisible();
  }

  public void doesNotSee(String text) {
    assertThat(page.getByText(text).filter(visible())).hasCount(0);
  }

  public void isAt(String heading) {
    assertThat(
            page.getByRole(
                    AriaRole.HEADING, new Page.GetByRoleOptions().setName(heading).setExact(true))
                .first())
        .isVisible();
  }

  private static Locator.FilterOptions visible() {
    return new Locator.FilterOptions().setVisible(true);
  }
}
