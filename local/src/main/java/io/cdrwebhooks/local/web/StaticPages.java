package io.cdrwebhooks.local.web;

import com.sun.net.httpserver.HttpExchange;
import io.cdrwebhooks.aws.http.PagePolicy;
import io.cdrwebhooks.local.gateway.GatewayAnswer;
import io.cdrwebhooks.local.gateway.LocalEndpoint;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Serves the files of one folder over HTTP, with the headers that protect a page from other sites.
///
/// If the page has views, a path without a dot is a view and not a file, except in the folder of
/// its assets. The answer for a view is `index.html`, whose script shows the view.
///
/// `files` is empty if the class path has no such folder.
public record StaticPages(String folder, Optional<Path> files, boolean views)
    implements LocalEndpoint {
  private static final String INDEX = "index.html";
  private static final Pattern VIEW = Pattern.compile("(?!assets(/|$))([A-Za-z0-9_~-]+/?)++");

  private static final String TEXT = "text/plain; charset=utf-8";

  /// The content types by the end of the name; licences have no extension.
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "json", "application/json",
          "yaml", "application/yaml",
          "txt", TEXT,
          "md", TEXT,
          "", TEXT,
          "svg", "image/svg+xml",
          "png", "image/png");

  private static final String POLICY = "Content-Security-Policy";

  private static final Map<String, String> HEADERS =
      Map.of(
          POLICY,
          PagePolicy.ofDescription(),
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Referrer-Policy",
          "no-referrer");

  /// Returns the files in this folder of the class path, to be served under `/<folder>/`.
  public static StaticPages of(ClassLoader loader, String folder, boolean views)
      throws IOException {
    URL index = loader.getResource(folder + "/" + INDEX);
    Optional<Path> files =
        index == null ? Optional.empty() : Optional.of(file(index).resolveSibling(""));
    return new StaticPages(folder, files, views);
  }

  /// Returns the path of a file of the class path. The file system of a jar stays open.
  private static Path file(URL file) throws IOException {
    if (file.openConnection() instanceof JarURLConnection jar) {
      Path archive = Path.of(URI.create(jar.getJarFileURL().toString()));
      return FileSystems.newFileSystem(archive).getPath(jar.getEntryName());
    }
    return Path.of(URI.create(file.toString()));
  }

  /// Returns an endpoint that redirects a browser, with the same headers. It keeps the query.
  public static LocalEndpoint redirectTo(String path) {
    return exchange -> {
      String query = exchange.getRequestURI().getRawQuery();
      String target = query == null ? path : path + "?" + query;
      return readOnly(exchange, () -> plain(302, "").withHeader("Location", target));
    };
  }

  @Override
  public GatewayAnswer answer(HttpExchange exchange) throws IOException {
    GatewayAnswer answer = readOnly(exchange, () -> page(exchange.getRequestURI().getRawPath()));
    return views ? answer.withHeader(POLICY, PagePolicy.ofConsole(List.of())) : answer;
  }

  private interface Answer {
    GatewayAnswer read() throws IOException;
  }

  private static GatewayAnswer readOnly(HttpExchange exchange, Answer answer) throws IOException {
    return switch (exchange.getRequestMethod()) {
      case "GET", "HEAD" -> answer.read();
      default -> plain(405, "Method Not Allowed\n").withHeader("Allow", "GET, HEAD");
    };
  }

  private GatewayAnswer page(String rawPath) throws IOException {
    if (files.isEmpty()) {
      return plain(
          404,
          """
          This build has no pages for /%s/: they are in the module `console`, which needs Node 20 and npm.
          Run `make run` in the folder of the repository; it builds them, or prints why it cannot.
          """
              .formatted(folder));
    }
    String path = rawPath.substring(folder.length() + 2);
    Path root = files.get();
    Path file = root.resolve(path).normalize();
    boolean isServed = file.startsWith(root) && Files.isRegularFile(file);
    boolean isView = path.isEmpty() || (views && VIEW.matcher(path).matches());
    if (!isServed && !isView) {
      return plain(404, "Not Found\n");
    }
    String name = isServed ? path : INDEX;
    return file(name, Files.readAllBytes(root.resolve(name)));
  }

  private static GatewayAnswer file(String name, byte[] content) {
    String last = name.substring(name.lastIndexOf('/') + 1);
    String extension = last.contains(".") ? last.substring(last.lastIndexOf('.') + 1) : "";
    Map<String, String> headers =
        Map.of(
            "Content-Type",
            TYPES.getOrDefault(extension, "application/octet-stream"),
            "Cache-Control",
            // As in a deployment: the name of an asset changes with its content.
            name.startsWith("assets/") ? "public, max-age=31536000, immutable" : "no-cache");
    return new GatewayAnswer(200, headers, content).withHeaders(HEADERS);
  }

  private static GatewayAnswer plain(int status, String text) {
    Map<String, String> headers = Map.of("Content-Type", TEXT, "Cache-Control", "no-cache");
    return new GatewayAnswer(status, headers, text.getBytes(StandardCharsets.UTF_8))
        .withHeaders(HEADERS);
  }
}
