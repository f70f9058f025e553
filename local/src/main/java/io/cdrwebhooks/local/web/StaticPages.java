package io.cdrwebhooks.local.web;

import com.sun.net.httpserver.HttpExchange;
import io.cdrwebhooks.local.gateway.GatewayAnswer;
import io.cdrwebhooks.local.gateway.LocalEndpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The files of one folder over HTTP, with the headers that keep a page to itself.
///
/// Where the page has views, a path without a dot is one of them and not a file, except in the
/// folder of its parts: it is answered with `index.html`, whose script knows what to show.
public final class StaticPages implements LocalEndpoint {
  private static final Pattern VIEW = Pattern.compile("(?!assets(/|$))([A-Za-z0-9_~-]+/?)++");

  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
              + " font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none';"
              + " frame-ancestors 'none'",
          "Referrer-Policy",
          "no-referrer");

  private final String folder;
  private final PageFolder files;
  private final boolean views;

  private StaticPages(String folder, PageFolder files, boolean views) {
    this.folder = folder;
    this.files = files;
    this.views = views;
  }

  /// What lies in this folder of the class path, to be served under `/<folder>/`.
  public static StaticPages of(ClassLoader loader, String folder) throws IOException {
    return new StaticPages(folder, PageFolder.onClassPath(loader, folder), false);
  }

  /// The same for a page that has views.
  public static StaticPages withViews(ClassLoader loader, String folder) throws IOException {
    return new StaticPages(folder, PageFolder.onClassPath(loader, folder), true);
  }

  /// Sends a browser on, with the same headers.
  public static LocalEndpoint redirectTo(String path) {
    return exchange -> readOnly(exchange, () -> plain(302, "").withHeader("Location", path));
  }

  @Override
  public GatewayAnswer answer(HttpExchange exchange) {
    return readOnly(exchange, () -> page(exchange));
  }

  private interface Answering {
    GatewayAnswer answer();
  }

  private static GatewayAnswer readOnly(HttpExchange exchange, Answering answering) {
    return switch (exchange.getRequestMethod()) {
      case "GET", "HEAD" -> answering.answer();
      default -> plain(405, "Method Not Allowed\n").withHeader("Allow", "GET, HEAD");
    };
  }

  private GatewayAnswer page(HttpExchange exchange) {
    if (files.isEmpty()) {
      return plain(
          404,
          """
          This build has no pages for /%s/: they are in the module `console`, which needs Node 20 and npm.
          Run `make run` in the folder of the repository; it builds them, and what it says tells why it could not.
          """
              .formatted(folder));
    }
    String path = exchange.getRequestURI().getRawPath().substring(folder.length() + 2);
    return find(path)
        .map(page -> sent(page, exchange.getRequestHeaders().get("If-None-Match")))
        .orElseGet(() -> plain(404, "Not Found\n"));
  }

  private Optional<Page> find(String path) {
    boolean index = path.isEmpty() || (views && VIEW.matcher(path).matches());
    return files.find(path).or(() -> index ? files.find(PageFolder.INDEX) : Optional.empty());
  }

  private static GatewayAnswer sent(Page page, @Nullable List<String> known) {
    Map<String, String> validators =
        Map.of("ETag", page.entityTag(), "Cache-Control", page.cacheControl());
    boolean same = known != null && known.stream().anyMatch(tags -> names(tags, page.entityTag()));
    GatewayAnswer answer =
        same
            ? GatewayAnswer.empty(304)
            : new GatewayAnswer(200, Map.of("Content-Type", page.contentType()), page.bytes());
    return answer.withHeaders(HEADERS).withHeaders(validators);
  }

  /// Tags hold no commas here, and are compared weakly (RFC 9110, 13.1.2).
  private static boolean names(String tags, String entityTag) {
    return Pattern.compile(",")
        .splitAsStream(tags)
        .map(tag -> tag.strip().replaceFirst("^W/", ""))
        .anyMatch(tag -> tag.equals(entityTag) || tag.equals("*"));
  }

  private static GatewayAnswer plain(int status, String text) {
    Map<String, String> headers =
        Map.of("Content-Type", "text/plain; charset=utf-8", "Cache-Control", "no-cache");
    return new GatewayAnswer(status, headers, text.getBytes(StandardCharsets.UTF_8))
        .withHeaders(HEADERS);
  }
}
