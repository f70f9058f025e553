package io.cdrwebhooks.browser.configurations;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import io.cdrwebhooks.browser.Api;
import io.cdrwebhooks.browser.InTheBrowser;
import io.cdrwebhooks.browser.RunningConsole;
import io.cdrwebhooks.browser.Visitor;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Tests that a typed Signature survives a reload, but nothing else: after that the form has a new
/// one.
@InTheBrowser
class SignatureDraftTest {
  private static final String SIGNATURE = "typed-and-never-saved";
  private static final Pattern GENERATED = Pattern.compile("^[\\w-]{43}$");

  @Test
  void reloadKeepsTheDraftAndEscapeDropsOnlyIt(Visitor visitor, RunningConsole console) {
    Page page = typed(visitor, console);
    page.reload();
    assertThat(visitor.field("Signature")).hasValue(SIGNATURE);

    page.keyboard().press("Escape");
    assertThat(visitor.field("Signature")).hasCount(0);
    awaitDropped(page);
    visitor.press("Add configuration");
    assertThat(visitor.field("Configuration Name")).hasValue("Half typed");
    assertThat(visitor.field("Signature")).hasValue(GENERATED);
  }

  @Test
  void draftIsDroppedOnAnotherPage(Visitor visitor, RunningConsole console) {
    Page page = typed(visitor, console);
    visitor.open(console.origin().resolve("/console/tasks"));
    visitor.isAt("CDR tasks");
    awaitDropped(page);
  }

  @Test
  void newSignInDropsTheDraft(Visitor visitor, RunningConsole console) throws Exception {
    Page page = typed(visitor, console);
    String link = new Api(console).consoleLink().toString();
    var _ = page.evaluate("hash => { location.hash = hash }", link.substring(link.indexOf('#')));
    assertThat(visitor.field("Signature")).hasValue(GENERATED);
    assertThat(visitor.field("Configuration Name")).hasValue("Half typed");
    awaitDropped(page);
  }

  private static Page typed(Visitor visitor, RunningConsole console) {
    visitor.signIn(console);
    visitor.follow("Webhook configurations");
    visitor.press("Add configuration");
    visitor.fill("Configuration Name", "Half typed");
    visitor.fill("Signature", SIGNATURE);
    visitor.fill("Full URL", "https://receiver.example/cdr");
    visitor
        .page()
        .waitForFunction("text => JSON.stringify(window.sessionStorage).includes(text)", SIGNATURE);
    return visitor.page();
  }

  /// The form drops its Signature moments after it is gone from the page.
  private static void awaitDropped(Page page) {
    page.waitForFunction(
        "text => !JSON.stringify(window.sessionStorage).includes(text)", SIGNATURE);
  }
}
