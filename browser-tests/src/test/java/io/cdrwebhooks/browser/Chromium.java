package io.cdrwebhooks.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The Chromium or Chrome that is installed on this machine. Playwright downloads none. Debian's
/// headless shell comes first, because it needs half the processor time of a whole browser.
public final class Chromium {
  public static final String MISSING =
      "No Chromium was found, so nothing was tried in a browser: install it (Debian: apt-get"
          + " install chromium-headless-shell) or set CHROMIUM to the program of a Chromium or"
          + " Chrome.";

  private static final List<String> USUAL_PLACES =
      List.of(
          "/usr/bin/chromium-headless-shell",
          "/usr/bin/chromium",
          "/usr/bin/chromium-browser",
          "/usr/bin/google-chrome",
          "/usr/bin/google-chrome-stable",
          "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
          "/Applications/Chromium.app/Contents/MacOS/Chromium");

  private Chromium() {}

  /// Returns the browser that the variable CHROMIUM names, or the one in a usual place.
  public static Optional<Path> find() {
    String named = System.getenv("CHROMIUM");
    List<String> places = named == null || named.isBlank() ? USUAL_PLACES : List.of(named);
    return places.stream().map(Path::of).filter(Files::isExecutable).findFirst();
  }

  /// Creates a Playwright that downloads no browsers.
  public static Playwright playwright() {
    return Playwright.create(
        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
  }

  public static Browser launch(Playwright playwright, Path program) {
    return playwright
        .chromium()
        .launch(
            new BrowserType.LaunchOptions()
                .setExecutablePath(program)
                // Without a sandbox the browser also runs as root. It visits only this machine.
                .setArgs(
                    List.of(
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync")));
  }
}
