package io.cdrwebhooks.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ReducedMotion;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One visit to the console in an emptied profile. At its end, any error in the page fails the
/// test. All visits share the profile's cache, so that only the first one loads and compiles
/// scripts.
public final class Visit {
  /// The limit for everything that a visitor looks for.
  private static final Duration PAGE_TIMEOUT = Duration.ofSeconds(15);

  private final BrowserContext context;
  private final Visitor visitor;
  private final List<String> faults = new ArrayList<>();

  private Visit(BrowserContext context, Page page) {
    this.context = context;
    page.setDefaultTimeout(PAGE_TIMEOUT.toMillis());
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

  public static BrowserContext profile(Browser browser) {
    return browser.newContext(
        new Browser.NewContextOptions()
            .setViewportSize(Screenshots.WIDE.pixels(), Screenshots.WIDE.height())
            // A click waits until its button rests, and a picture until its colours do.
            .setReducedMotion(ReducedMotion.REDUCE));
  }

  /// Removes what an earlier visit to this origin has stored.
  public static Visit begin(BrowserContext profile, URI origin) {
    Page page = profile.newPage();
    JsonObject stored = new JsonObject();
    stored.addProperty("origin", origin.toString());
    stored.addProperty("storageTypes", "all");
    var _ = profile.newCDPSession(page).send("Storage.clearDataForOrigin", stored);
    return new Visit(profile, page);
  }

  public Visitor visitor() {
    return visitor;
  }

  public void end(String test, Optional<Throwable> failure) {
    failure.ifPresent(_ -> Screenshots.ofFailure(visitor.page(), test));
    context.pages().forEach(Page::close);
    assertThat(faults).as("errors in the page").isEmpty();
  }
}
