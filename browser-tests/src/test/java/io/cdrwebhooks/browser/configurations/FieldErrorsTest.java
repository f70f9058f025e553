package io.cdrwebhooks.browser.configurations;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import io.cdrwebhooks.browser.Api;
import io.cdrwebhooks.browser.InTheBrowser;
import io.cdrwebhooks.browser.RunningConsole;
import io.cdrwebhooks.browser.Visitor;
import java.net.URI;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Tests that the console shows each refusal of the API next to its field, and keeps the input.
@InTheBrowser
class FieldErrorsTest {
  @Test
  void invalidFieldsAreMarkedAndInputStays(Visitor visitor, RunningConsole console)
      throws Exception {
    URI url = URI.create("http://127.0.0.1:18999/cdr");
    var _ = new Api(console).createConfiguration("Taken", url, "0123456789abcdef");
    visitor.signIn(console);
    visitor.follow("Webhook configurations");
    visitor.press("Add configuration");
    visitor.fill("Configuration Name", "Errors");
    visitor.fill("Full URL", "ftp://receiver.example/cdr");
    visitor.fill("Signature", "too short");
    visitor.pressIn("New webhook configuration", "Save");

    assertThat(visitor.field("Full URL")).hasAttribute("aria-invalid", "true");
    assertThat(visitor.field("Signature")).hasAttribute("aria-invalid", "true");
    assertThat(visitor.field("Signature"))
        .hasAccessibleDescription(Pattern.compile("ust have 16 to 256 characters"));
    visitor.sees("ust have 16 to 256 characters");
    assertThat(visitor.field("Configuration Name")).hasValue("Errors");

    // The dialog opens again by itself.
    visitor.page().reload();
    assertThat(visitor.field("Configuration Name")).hasValue("Errors");
    assertThat(visitor.field("Full URL")).hasValue("ftp://receiver.example/cdr");

    visitor.fill("Configuration Name", "TAKEN");
    visitor.fill("Full URL", url.toString());
    visitor.press("Generate");
    visitor.pressIn("New webhook configuration", "Save");
    assertThat(visitor.field("Configuration Name")).hasAttribute("aria-invalid", "true");
    assertThat(visitor.field("Full URL")).not().hasAttribute("aria-invalid", "true");
  }

  @Test
  void roundedNumberAndLongNameAreRefusedAndSurviveReload(Visitor visitor, RunningConsole console) {
    visitor.signIn(console);
    visitor.follow("CDR tasks");
    visitor.follow("New CDR task");
    visitor.fill("Task ID", "9007199254740993");
    visitor.field("Task name").focus();
    visitor.page().keyboard().insertText("x".repeat(101));
    visitor.pressIn("CDR task", "Save");

    assertThat(visitor.field("Task ID")).hasAttribute("aria-invalid", "true");
    visitor.sees("Must be a whole number from 1 to 9007199254740991");
    visitor.fill("Task ID", "7003");
    visitor.pressIn("CDR task", "Save");
    assertThat(visitor.field("Task name")).hasAttribute("aria-invalid", "true");

    visitor.page().reload();
    assertThat(visitor.field("Task ID")).hasValue("7003");
    assertThat(visitor.field("Task name")).hasValue("x".repeat(101));
  }
}
