package io.cdrwebhooks.local.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.local.gateway.TestGateway;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests the pages of a separate class path, over a real connection.
class StaticPagesTest {
  private static final Map<String, String> FILES =
      Map.of(
          "console/index.html", "<!doctype html><title>Console</title>",
          "console/favicon.svg", "<svg/>",
          "console/assets/index-Ab_3-x9Z.js", "export {}",
          "console/assets/plain.js", "let plain",
          "docs/index.html", "<!doctype html><title>Documentation</title>",
          "docs/openapi.yaml", "openapi: 3.1.0",
          "docs/LICENSE", "as is",
          "secret.txt", "not for visitors",
          "console-secret/x.txt", "not for visitors");

  @TempDir static Path directory;

  @AutoClose private static TestGateway gateway;
  @AutoClose private static URLClassLoader loader;

  @BeforeAll
  static void start() throws IOException {
    for (Map.Entry<String, String> file : FILES.entrySet()) {
      Path path = directory.resolve("classes").resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    loader = loader(directory.resolve("classes"));
    gateway = gateway(loader);
  }

  private static URLClassLoader loader(Path classPath) throws IOException {
    return new URLClassLoader(new URL[] {classPath.toUri().toURL()}, null);
  }

  private static TestGateway gateway(ClassLoader loader) throws IOException {
    StaticPages console = StaticPages.of(loader, "console", true);
    StaticPages docs = StaticPages.of(loader, "docs", false);
    return new TestGateway(
        guard ->
            Map.of(
                "/",
                StaticPages.redirectTo("/console/"),
                "/docs",
                StaticPages.redirectTo("/docs/"),
                "/console/",
                console,
                "/docs/",
                docs));
  }

  @ParameterizedTest
  @CsvSource({
    "/console/, console/index.html, text/html; charset=utf-8, no-cache",
    "/console/favicon.svg, console/favicon.svg, image/svg+xml, no-cache",
    "/console/assets/index-Ab_3-x9Z.js, console/assets/index-Ab_3-x9Z.js, text/javascript; charset=utf-8, 'public, max-age=31536000, immutable'",
    "/docs/, docs/index.html, text/html; charset=utf-8, no-cache",
    "/docs/openapi.yaml, docs/openapi.yaml, application/yaml, no-cache",
    "/docs/LICENSE, docs/LICENSE, text/plain; charset=utf-8, no-cache",
    "/console/assets-of-ours, console/index.html, text/html; charset=utf-8, no-cache",
    "/console/tasks, console/index.html, text/html; charset=utf-8, no-cache",
    "/console/deliveries/dlv_0123, console/index.html, text/html; charset=utf-8, no-cache",
    "/console/?code=x, console/index.html, text/html; charset=utf-8, no-cache"
  })
  void pageIsServedWithItsContentType(String path, String file, String type, String cacheControl)
      throws Exception {
    HttpResponse<String> response = gateway.get(path);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(FILES.get(file));
    assertThat(response.headers().firstValue("Content-Type")).hasValue(type);
    assertThat(response.headers().firstValue("Cache-Control")).hasValue(cacheControl);
    assertGuarded(response);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/console/nothing.js",
        "/console/assets",
        "/docs/foo",
        "/console/../secret.txt",
        "/console/assets/../../secret.txt",
        "/console/%2e%2e/secret.txt",
        "/console/..%2fsecret.txt",
        "/console/%5c..%5csecret",
        "/console//etc/passwd",
        "/console/..",
        "/console/index.html%00.js",
        "/docs/console/index.html.bak",
        "/console-secret/x.txt",
        "/secret.txt"
      })
  void unknownPathAnswers404(String path) throws Exception {
    String answer =
        gateway.raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 404 ").doesNotContain("not for visitors");
    assertThat(answer).containsIgnoringCase("content-security-policy: default-src 'none'");
  }

  @Test
  void headAnswersContentLengthWithoutBody() throws Exception {
    HttpResponse<String> response =
        gateway.send(
            HttpRequest.newBuilder(gateway.url("/docs/openapi.yaml"))
                .method("HEAD", BodyPublishers.noBody())
                .build());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
    assertThat(response.headers().firstValueAsLong("Content-Length")).hasValue(14);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/yaml");
    assertGuarded(response);
    assertThat(gateway.get("/docs/openapi.yaml").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "/, /console/",
    "/docs, /docs/",
    "/?period=week&a=%20, /console/?period=week&a=%20",
    "/docs?x, /docs/?x"
  })
  void shortPathRedirectsToTheFolder(String path, String location) throws Exception {
    HttpResponse<String> response = gateway.get(path);
    assertThat(response.statusCode()).isEqualTo(302);
    assertThat(response.headers().firstValue("Location")).hasValue(location);
    assertGuarded(response);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS"})
  void otherMethodsAnswer405(String method) throws Exception {
    for (String path : List.of("/", "/console/", "/docs/openapi.yaml")) {
      HttpResponse<String> response =
          gateway.send(
              HttpRequest.newBuilder(gateway.url(path))
                  .method(method, BodyPublishers.ofString("x"))
                  .build());
      assertThat(response.statusCode()).isEqualTo(405);
      assertThat(response.headers().firstValue("Allow")).hasValue("GET, HEAD");
      assertGuarded(response);
    }
  }

  @Test
  void pagesAreServedFromAJar() throws Exception {
    Path jar = directory.resolve("console.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      out.putNextEntry(new JarEntry("console/"));
      for (Map.Entry<String, String> entry : FILES.entrySet()) {
        out.putNextEntry(new JarEntry(entry.getKey()));
        out.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    try (URLClassLoader ofJar = loader(jar);
        TestGateway packed = gateway(ofJar)) {
      assertThat(packed.get("/console/").body()).isEqualTo(FILES.get("console/index.html"));
      assertThat(packed.get("/console/assets/plain.js").body()).isEqualTo("let plain");
      assertThat(packed.get("/docs/LICENSE").body()).isEqualTo("as is");
      assertThat(packed.get("/docs/secret.txt").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void buildWithoutPagesSaysWhatToRun() throws Exception {
    Path empty = Files.createDirectories(directory.resolve("empty"));
    try (URLClassLoader none = loader(empty);
        TestGateway bare = gateway(none)) {
      for (URI path : List.of(bare.url("/console/"), bare.url("/docs/openapi.yaml"))) {
        HttpResponse<String> response = bare.get(path.getPath());
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("Content-Type"))
            .hasValue("text/plain; charset=utf-8");
        assertThat(response.body()).contains("Run `make run`");
        assertGuarded(response);
      }
    }
  }

  /// Checks the headers that every answer has, so that no page is framed, sniffed, or runs foreign
  /// scripts. In the console, no script may make HTML of a text, and nowhere a script.
  private static void assertGuarded(HttpResponse<String> response) {
    boolean console = response.uri().getPath().startsWith("/console/");
    assertThat(response.headers().map())
        .containsEntry(
            "content-security-policy",
            List.of(
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types "
                    + (console ? "'none'" : "default dompurify")))
        .containsEntry("x-content-type-options", List.of("nosniff"))
        .containsEntry("referrer-policy", List.of("no-referrer"))
        .containsEntry("cross-origin-opener-policy", List.of("same-origin"))
        .containsKey("cache-control");
  }
}
