package io.cdrwebhooks.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// The running system and the browser that all tests share.
public record Stage(
    RunningConsole console,
    Playwright playwright,
    Browser browser,
    BrowserContext profile,
    Path directory)
    implements AutoCloseable {
  public static Stage set(Path chromium) throws IOException {
    Path directory = Files.createTempDirectory("console");
    RunningConsole console = RunningConsole.start(directory);
    Playwright playwright = Chromium.playwright();
    Browser browser = Chromium.launch(playwright, chromium);
    return new Stage(console, playwright, browser, Visit.profile(browser), directory);
  }

  public Visit visit() {
    return Visit.begin(profile, console.origin());
  }

  @Override
  public void close() throws IOException {
    browser.close();
    playwright.close();
    console.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
