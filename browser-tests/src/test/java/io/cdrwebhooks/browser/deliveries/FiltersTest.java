package io.cdrwebhooks.browser.deliveries;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.cdrwebhooks.browser.InTheBrowser;
import io.cdrwebhooks.browser.RunningConsole;
import io.cdrwebhooks.browser.Visitor;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Tests the filter of deliveries by time: typed, kept, cleared, refused and chosen.
@InTheBrowser
class FiltersTest {
  @Test
  void timeIsTypedOrChosen(Visitor visitor, RunningConsole console) {
    Page page = open(visitor, console);
    Locator from = visitor.field("From");
    type(page, from, "01022026", "1015AM");
    page.keyboard().press("Enter");
    assertThat(page).hasURL(Pattern.compile("from=2026-0[12]-"));
    assertThat(from).isFocused();

    page.reload();
    openTimes(visitor);
    assertThat(from).hasValue(Pattern.compile("2026-.*T10:15"));
    page.keyboard().press("Escape");
    visitor.press("Clear filters");
    openTimes(visitor);
    assertThat(from).hasValue("");

    from.press("1");
    page.keyboard().press("Enter");
    visitor.sees("Choose a date and a time");
    visitor.press("Last hour");
    assertThat(page).hasURL(Pattern.compile("from=20"));
    assertThat(times(visitor))
        .hasText(Pattern.compile("^From [0-9]{1,2} [A-Z][a-z]+, [0-2][0-9]:[0-5][0-9]$"));
    assertThat(times(visitor)).isFocused();
  }

  private static Locator times(Visitor visitor) {
    return visitor
        .page()
        .getByRole(
            AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^Created: ")));
  }

  private static void openTimes(Visitor visitor) {
    visitor.press(times(visitor));
  }

  private static Page open(Visitor visitor, RunningConsole console) {
    visitor.signIn(console);
    visitor.follow("Deliveries");
    visitor.isAt("Deliveries");
    openTimes(visitor);
    return visitor.page();
  }

  /// Types key by key, as the field of an English browser expects it.
  private static void type(Page page, Locator field, String date, String time) {
    field.focus();
    page.keyboard().type(date);
    page.keyboard().press("ArrowRight");
    page.keyboard().type(time);
  }
}
