package io.cdrwebhooks.browser.deliveries;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import io.cdrwebhooks.browser.EveryPageTest;
import io.cdrwebhooks.browser.InTheBrowser;
import io.cdrwebhooks.browser.RunningConsole;
import io.cdrwebhooks.browser.Visitor;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Tests how much of the list of deliveries a window shows.
@InTheBrowser
class DenseListTest {
  private static final int ROWS = 16;

  /// Pixels; a row has one line.
  private static final double MAX_ROW = 37;

  /// Pixels; 16rem.
  private static final double MIN_NAME = 256;

  private static final String NAME = "wholesale-termination-settlement-globex-2026-11-29-00";

  @Test
  void fourteenRowsFitADesktopAndNamesKeepTheirWidth(Visitor visitor, RunningConsole console)
      throws Exception {
    open(visitor, console, 7363, ROWS);
    Page page = visitor.page();
    page.setViewportSize(1280, 900);
    List<BoundingBox> rows =
        rows(visitor).all().stream().skip(1).map(Locator::boundingBox).toList();
    assertThat(rows).allSatisfy(row -> assertThat(row.height).isLessThanOrEqualTo(MAX_ROW));
    assertThat(rows.stream().filter(row -> row.y + row.height <= 900).count())
        .isGreaterThanOrEqualTo(14);
    assertThat(names(visitor))
        .allSatisfy(name -> assertThat(name.width).isGreaterThanOrEqualTo(MIN_NAME));

    visitor.page().setViewportSize(1024, 800);
    assertThat(names(visitor))
        .allSatisfy(
            name -> {
              assertThat(name.width).isGreaterThanOrEqualTo(MIN_NAME);
              assertThat(name.height).isLessThanOrEqualTo(50);
            });
  }

  @Test
  void reasonIsShownOnDemandNextToExactTimesToo(Visitor visitor, RunningConsole console)
      throws Exception {
    open(visitor, console, 7365, 1);
    visitor.page().setViewportSize(1280, 900);
    String reason = "The task is unknown.";
    visitor.doesNotSee(reason);
    visitor.press("Why " + NAME + "10.zip is unrouted");
    visitor.sees(reason);
    EveryPageTest.isAccessible(visitor.page(), "a reason on demand");
    visitor.page().keyboard().press("Escape");
    visitor.doesNotSee(reason);
    assertThat(visitor.button("Why " + NAME + "10.zip is unrouted")).isFocused();

    visitor.press("Show exact times");
    Locator cell =
        rows(visitor)
            .nth(1)
            .getByRole(AriaRole.CELL)
            .filter(new Locator.FilterOptions().setHasText("Unrouted"));
    BoundingBox button = visitor.button("Why " + NAME + "10.zip is unrouted").first().boundingBox();
    BoundingBox room = cell.boundingBox();
    assertThat(button.x + button.width).isLessThanOrEqualTo(room.x + room.width);
  }

  /// Opens the list of a task without a definition, with reports of long names.
  private static void open(Visitor visitor, RunningConsole console, int taskId, int reports)
      throws Exception {
    for (int report = 0; report < reports; report++) {
      console.upload("reports/" + taskId + "/" + NAME + (10 + report) + ".zip");
    }
    visitor.signIn(console);
    visitor.open(console.origin().resolve("/console/deliveries?task=" + taskId));
    assertThat(rows(visitor)).hasCount(reports + 1);
  }

  private static Locator rows(Visitor visitor) {
    return visitor
        .page()
        .getByRole(AriaRole.TABLE, new Page.GetByRoleOptions().setName("Deliveries"))
        .getByRole(AriaRole.ROW);
  }

  private static List<BoundingBox> names(Visitor visitor) {
    return rows(visitor).getByRole(AriaRole.ROWHEADER).all().stream()
        .map(Locator::boundingBox)
        .toList();
  }
}
