package io.cdrwebhooks.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;

/// Takes pictures of pages, and writes them into the build's output: of failed tests always, of
/// other tests with `make pictures`.
public final class Screenshots {
  /// The window of a desktop or of a phone.
  public record Width(String name, int pixels, int height) {}

  public static final Width WIDE = new Width("1440", 1440, 900);
  public static final Width NARROW = new Width("375", 375, 812);

  private static final Path FOLDER =
      Path.of(System.getProperty("build.folder", "target"), "screenshots");

  private static final boolean WANTED = Boolean.getBoolean("pictures");

  private Screenshots() {}

  /// Takes pictures of the page as it is now: on a phone in dark colours, and on a desktop in light
  /// ones.
  public static void take(Page page, String name) {
    if (WANTED) {
      take(page, name, NARROW, ColorScheme.DARK);
      take(page, name, WIDE, ColorScheme.LIGHT);
    }
  }

  private static void take(Page page, String name, Width width, ColorScheme scheme) {
    page.setViewportSize(width.pixels(), width.height());
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
    shoot(page, name + "-" + width.name());
  }

  public static void ofFailure(Page page, String test) {
    shoot(page, "failed-" + test.replaceAll("[^A-Za-z0-9]+", "-"));
  }

  private static void shoot(Page page, String name) {
    var _ =
        page.screenshot(
            new Page.ScreenshotOptions()
                .setPath(FOLDER.resolve(name + ".png"))
                .setFullPage(true)
                .setAnimations(com.microsoft.playwright.options.ScreenshotAnimations.DISABLED));
  }
}
