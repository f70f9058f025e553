package io.cdrwebhooks.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ReducedMotion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One visit to the console in a new profile, of which nothing is kept; what went wrong in the page
/// fails the test at its end.
final class Visit {
  /// The limit for everything that a visitor looks for.
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final BrowserContext context;
  private final Visitor visitor;
  private final List<String> faults = new ArrayList<>();

  private Visit(BrowserContext context) {
    this.context = context;
    Page page = context.newPage();
    page.setDefaultTimeout(PATIENCE.toMillis());
    page.onPageError(faults::add);
    page.onConsoleMessage(
        message -> {
          // The browser reports refusals of the Content-Security-Policy here too. Error answers of
          // the API are expected where a test sends invalid input.
          if (message.type().equals("error") && !message.text().contains("the server responded")) {
            faults.add(message.text());
          }
        });
    this.visitor = new Visitor(page);
  }

  static Visit begin(Browser browser, Screenshots.Width width) {
    return new Visit(
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(width.pixels(), width.height())
                // A click waits until its button rests, and a picture until its colours do.
                .setReducedMotion(ReducedMotion.REDUCE)));
  }

  Visitor visitor() {
    return visitor;
  }

  void end(String test, Optional<Throwable> failure) {
    failure.ifPresent(_ -> Screenshots.ofFailure(visitor.page(), test));
    context.close();
    assertThat(faults).as("errors in the page").isEmpty();
  }
}
