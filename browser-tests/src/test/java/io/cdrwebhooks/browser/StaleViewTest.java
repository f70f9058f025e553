package io.cdrwebhooks.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import org.junit.jupiter.api.Test;

/// Tests that the console reports changes by another client, and neither overwrites nor deletes
/// them.
@InTheBrowser
class StaleViewTest {
  private static final URI URL = URI.create("http://127.0.0.1:18999/cdr");
  private static final String SIGNATURE = "0123456789abcdef";
  private static final String REFUSAL = "This has changed since you opened it";

  @Test
  void rotationFromAStaleViewIsRefused(Visitor visitor, RunningConsole console) throws Exception {
    Api api = new Api(console);
    String id = openConfiguration(visitor, console, api, "Rotated late");
    visitor.openTab("Rotate Signature");
    visitor.press("Generate");
    change(visitor, api, id, "Rotated late, by another name");

    visitor.press("Rotate");
    visitor.sees(REFUSAL);
    visitor.press("Cancel");
    visitor.press("Generate");
    visitor.press("Rotate");
    visitor.sees("Copy the Signature now");
  }

  @Test
  void disablingAndDeletionFromAStaleViewAreRefused(Visitor visitor, RunningConsole console)
      throws Exception {
    Api api = new Api(console);
    String id = openConfiguration(visitor, console, api, "Disabled late");
    visitor.press("Disable");
    change(visitor, api, id, "Disabled late, by another name");

    visitor.pressInWindow("Disable");
    visitor.sees(REFUSAL);
    visitor.pressInWindow("Cancel");

    visitor.press("Delete configuration");
    change(visitor, api, id, "Deleted late");
    visitor.pressInWindow("Delete configuration");
    visitor.sees(REFUSAL);
  }

  @Test
  void deletionOfATaskFromAStaleViewIsRefused(Visitor visitor, RunningConsole console)
      throws Exception {
    Api api = new Api(console);
    api.saveTask(7301, "Task deleted late");
    visitor.signIn(console);
    visitor.follow("CDR tasks");
    visitor.press("More actions for Task deleted late");
    visitor.press("Delete Task deleted late");
    visitor.sees("Its Webhook option is off.");
    visitor.isReady("Delete task");
    api.renameTask(7301, "Task deleted late, by another name");

    visitor.pressInWindow("Delete task");
    visitor.sees(REFUSAL);
    visitor.pressInWindow("Cancel");
    visitor.press("More actions for Task deleted late, by another name");
    visitor.press("Delete Task deleted late, by another name");
    visitor.sees("Delete CDR task Task deleted late, by another name?");
    visitor.pressInWindow("Delete task");
    visitor.doesNotSee("Task deleted late");
  }

  @Test
  void refusedSaveShowsBothVersions(Visitor visitor, RunningConsole console) throws Exception {
    Api api = new Api(console);
    String id = openConfiguration(visitor, console, api, "Edited twice");
    visitor.fill("Configuration Name", "Edited here");
    change(visitor, api, id, "Edited elsewhere");

    visitor.pressIn("Settings", "Save");
    visitor.sees(REFUSAL);
    assertThat(row(visitor, "Configuration Name"))
        .hasText("Configuration NameEdited elsewhereEdited here");
    visitor.press("Keep my changes");
    visitor.pressIn("Settings", "Save");
    visitor.sees("Saved Edited here.");
  }

  @Test
  void storedTaskIsTakenAfterARefusal(Visitor visitor, RunningConsole console) throws Exception {
    Api api = new Api(console);
    api.saveTask(7306, "Task edited twice");
    visitor.signIn(console);
    visitor.follow("CDR tasks");
    visitor.follow("Task edited twice");
    visitor.fill("Task name", "Task edited here");
    api.renameTask(7306, "Task edited elsewhere");

    visitor.pressIn("CDR task", "Save");
    visitor.sees(REFUSAL);
    assertThat(row(visitor, "Task name")).hasText("Task nameTask edited elsewhereTask edited here");
    visitor.press("Use the stored version");
    assertThat(visitor.field("Task name")).hasValue("Task edited elsewhere");
    visitor.doesNotSee(REFUSAL);
  }

  private static Locator row(Visitor visitor, String field) {
    return visitor
        .page()
        .getByRole(AriaRole.ALERT)
        .getByRole(AriaRole.ROW)
        .filter(new Locator.FilterOptions().setHasText(field));
  }

  private static String openConfiguration(
      Visitor visitor, RunningConsole console, Api api, String name) throws Exception {
    String id = api.createConfiguration(name, URL, SIGNATURE);
    visitor.signIn(console);
    visitor.follow("Webhook configurations");
    visitor.follow(name);
    visitor.isAt(name);
    return id;
  }

  private static void change(Visitor visitor, Api api, String id, String name) throws Exception {
    api.replaceConfiguration(id, name, URL, true);
    visitor.comeBack();
    visitor.isAt(name);
  }
}
