package io.cdrwebhooks.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;

/// Pictures of the pages, kept in the build's output for people to look at.
final class Screenshots {
  /// The window of a desktop or of a phone.
  record Width(String name, int pixels, int height) {}

  static final Width WIDE = new Width("1440", 1440, 900);
  static final Width NARROW = new Width("375", 375, 812);

  private static final Path FOLDER =
      Path.of(System.getProperty("build.folder", "target"), "screenshots");

  private Screenshots() {}

  /// The page as it stands, at both widths, light and dark.
  static void take(Page page, String name) {
    for (Width width : new Width[] {NARROW, WIDE}) {
      page.setViewportSize(width.pixels(), width.height());
      for (ColorScheme scheme : new ColorScheme[] {ColorScheme.DARK, ColorScheme.LIGHT}) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        shoot(
            page,
            name + "-" + width.name() + "-" + scheme.name().toLowerCase(java.util.Locale.ROOT));
      }
    }
  }

  static void ofFailure(Page page, String test) {
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
