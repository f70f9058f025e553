package io.cdrwebhooks.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Tests that each page with content is accessible and fits a phone. `make pictures` keeps pictures
/// of the pages.
@InTheBrowser
public class EveryPageTest {
  private static final Set<String> SERIOUS = Set.of("serious", "critical");

  /// Returns whether the page is no wider than the window; charts follow a moment later.
  private static final String FITS =
      """
      () => new Promise(resolve => {
        const page = document.documentElement;
        const look = () =>
            page.scrollWidth <= page.clientWidth ? resolve(true) : requestAnimationFrame(look);
        setTimeout(() => resolve(false), 10_000);
        look();
      })\
      """;

  /// Tries to create a script, and the address of a script, with the page's own policy.
  private static final String MADE_SCRIPTS =
      """
      () => ['createScript', 'createScriptURL'].map(make => {
        try {
          return `${trustedTypes.defaultPolicy[make]('/docs/viewer.js')}`;
        } catch (e) {
          return e.name;
        }
      })\
      """;

  /// Waits until colours no longer change between light and dark, because their contrast is
  /// unreliable until then.
  private static final String COLOURS_SETTLED =
      """
      () => new Promise(begun => requestAnimationFrame(() => requestAnimationFrame(begun)))
          .then(() => Promise.allSettled(
              document.getAnimations()
                  .filter(it => it.effect.getComputedTiming().iterations !== Infinity)
                  .map(it => it.finished)))
          .then(() => true)\
      """;

  /// The pages that are also checked in dark colours; together they have every kind of content.
  private static final Set<String> IN_DARK = Set.of("overview", "verify", "deliveries", "delivery");

  /// The accessibility rules that a colour scheme can break.
  private static final List<String> OF_COLOURS = List.of("color-contrast", "link-in-text-block");

  /// A page, and the way to it.
  private record Seen(String name, Consumer<Visitor> way) {}

  private static final List<Seen> PAGES =
      List.of(
          new Seen("overview", visitor -> visitor.follow("Overview")),
          new Seen("tasks", visitor -> visitor.follow("CDR tasks")),
          new Seen("new-task", EveryPageTest::toNewTask),
          new Seen("configurations", visitor -> visitor.follow("Webhook configurations")),
          new Seen("new-configuration", visitor -> visitor.press("Add configuration")),
          new Seen("configuration", EveryPageTest::toConfiguration),
          new Seen("send-test", EveryPageTest::toTest),
          new Seen("rotate-signature", visitor -> visitor.openTab("Rotate Signature")),
          new Seen("gateway", visitor -> visitor.openTab("Gateway")),
          new Seen("verify", visitor -> visitor.openTab("Verify in your language")),
          new Seen("recover", visitor -> visitor.openTab("Resend missed reports")),
          new Seen("deliveries", visitor -> visitor.follow("Deliveries")),
          new Seen("delivery", EveryPageTest::toDelivery),
          new Seen("changes", visitor -> visitor.follow("Changes")));

  @Test
  public void pageIsAccessibleAndFitsItsWindow(Visitor visitor, RunningConsole console)
      throws Exception {
    try (TestReceiver receiver = new TestReceiver()) {
      Api api = new Api(console);
      api.saveTask(
          7200,
          "Every page",
          api.createConfiguration("Every page", receiver.url("/cdr"), "0123456789abcdef"));
      api.exportSample(7200);
      visitor.signIn(console);
      for (Seen seen : PAGES) {
        visitor.page().setViewportSize(Screenshots.WIDE.pixels(), Screenshots.WIDE.height());
        seen.way().accept(visitor);
        visitor.page().waitForLoadState();
        fitsOnTelephone(visitor.page(), seen.name());
        isAccessible(visitor.page(), seen.name());
        if (IN_DARK.contains(seen.name())) {
          colours(visitor.page(), ColorScheme.DARK);
          isAccessible(visitor.page(), seen.name() + ", dark", OF_COLOURS);
          colours(visitor.page(), ColorScheme.LIGHT);
        }
        Screenshots.take(visitor.page(), seen.name());
      }
    }
  }

  @Test
  public void signInPageIsAccessible(Visitor visitor, RunningConsole console) {
    visitor.open(console.origin().resolve("/console/"));
    visitor.isAt("Sign in to CDR Webhooks");
    isAccessible(visitor.page(), "sign in");
    Screenshots.take(visitor.page(), "sign-in");
  }

  @Test
  public void apiDescriptionIsShown(Visitor visitor, RunningConsole console) {
    visitor.open(console.origin().resolve("/docs/"));
    visitor.sees("List webhook configurations");
    Screenshots.take(visitor.page(), "docs");
    // This part has HTML that Swagger UI creates from text, which the page's policy must allow.
    visitor.press(
        visitor.page().locator("#operations-Changes-listChanges .opblock-summary-control"));
    visitor
        .page()
        .locator("#operations-Changes-listChanges .opblock-body .renderedMarkdown")
        .first()
        .waitFor();
    assertThat(visitor.page().evaluate(MADE_SCRIPTS)).isEqualTo(List.of("TypeError", "TypeError"));
  }

  @Test
  public void receiverGuideHasTheConsolesLook(Visitor visitor, RunningConsole console) {
    visitor.open(console.origin().resolve("/docs/receiver-guide.html"));
    visitor.isAt("Receiver guide");
    visitor.follow("Verify");
    fitsOnTelephone(visitor.page(), "receiver guide");
    isAccessible(visitor.page(), "receiver guide");
    colours(visitor.page(), ColorScheme.DARK);
    isAccessible(visitor.page(), "receiver guide, dark", OF_COLOURS);
    visitor.follow("API description");
    visitor.sees("List webhook configurations");
  }

  private static void toNewTask(Visitor visitor) {
    visitor.follow("New CDR task");
    visitor.turnOn("Webhook");
    visitor.choose("Webhook configuration", "Every page");
  }

  private static void toConfiguration(Visitor visitor) {
    visitor.pressIn("New webhook configuration", "Cancel");
    visitor.follow("Every page");
    visitor.isAt("Every page");
  }

  private static void toTest(Visitor visitor) {
    visitor.openTab("Send test");
    visitor.press("Send test");
    visitor.sees("answered 200");
  }

  private static void toDelivery(Visitor visitor) {
    visitor.followReport();
    visitor.seesStatus("Delivered");
    visitor.sees("Link followed");
  }

  private static void fitsOnTelephone(Page page, String name) {
    page.setViewportSize(Screenshots.NARROW.pixels(), Screenshots.NARROW.height());
    assertThat(page.evaluate(FITS))
        .as("nothing reaches beyond the right edge: " + name)
        .isEqualTo(true);
    page.setViewportSize(Screenshots.WIDE.pixels(), Screenshots.WIDE.height());
  }

  private static void colours(Page page, ColorScheme scheme) {
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
  }

  public static void isAccessible(Page page, String name) {
    isAccessible(page, name, List.of());
  }

  /// Checks only these rules, or all if there are none.
  private static void isAccessible(Page page, String name, List<String> rules) {
    var _ = page.evaluate(COLOURS_SETTLED);
    AxeRunOptions options = new AxeRunOptions();
    options.setResultTypes(List.of("violations"));
    // Axe would open a second page to join the results of frames; our pages have no frames.
    AxeBuilder axe = new AxeBuilder(page).options(options).setLegacyMode(true);
    AxeResults results = (rules.isEmpty() ? axe : axe.withRules(rules)).analyze();
    assertThat(results.getPasses()).as("rules that %s keeps", name).isNotEmpty();
    List<String> findings =
        results.getViolations().stream()
            .filter(rule -> SERIOUS.contains(rule.getImpact()))
            .map(EveryPageTest::sentence)
            .toList();
    assertThat(findings).as(name).isEmpty();
  }

  private static String sentence(Rule rule) {
    return rule.getId() + ": " + rule.getHelp() + " " + rule.getNodes().getFirst().getHtml();
  }
}
