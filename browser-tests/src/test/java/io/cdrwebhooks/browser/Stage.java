package io.cdrwebhooks.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// The running system and the browser that all tests share.
record Stage(RunningConsole console, Playwright playwright, Browser browser, Path directory)
    implements AutoCloseable {
  static Stage set(Path chromium) throws IOException {
    Path directory = Files.createTempDirectory("console");
    RunningConsole console = RunningConsole.start(directory);
    Playwright playwright = Chromium.playwright();
    return new Stage(console, playwright, Chromium.launch(playwright, chromium), directory);
  }

  Visit visit() {
    return Visit.begin(browser, Screenshots.WIDE);
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
