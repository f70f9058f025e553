package io.cdrwebhooks.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awscdk.assertions.Template;

/// The template of an example environment, made once for all tests, with placeholders for the
/// functions' packages.
final class SynthesisedTemplate {
  static final Template TEMPLATE = Template.fromString(read(Path.of("target", "synthesised")));

  private SynthesisedTemplate() {}

  static String read(Path folder) {
    try {
      String stack =
          CdrWebhooksApp.synthesise(
              settings(folder.resolve("packages")), folder.resolve("cdk.out"));
      return Files.readString(folder.resolve("cdk.out").resolve(stack + ".template.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static DeploymentSettings settings(Path packages) throws IOException {
    for (String module :
        List.of("dispatch-function", "download-link-function", "config-api-function")) {
      Path target = Files.createDirectories(packages.resolve(module).resolve("target"));
      Files.writeString(target.resolve(module + ".zip"), "placeholder for " + module);
    }
    return new DeploymentSettings(
        "test",
        URI.create("https://login.example.com/tenant"),
        "cdr-webhooks",
        false,
        List.of("203.0.113.0/24", "2001:db8::/32"),
        List.of("198.51.100.1", "198.51.100.2"),
        new DeploymentSettings.Scopes("cdr/see", "cdr/do"),
        packages);
  }

  /// The properties of each resource of a type, by logical id.
  static Map<String, Object> properties(String type) {
    return TEMPLATE.findResources(type).entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> at(entry.getValue(), "Properties")));
  }

  static Set<String> idsOf(String type) {
    return TEMPLATE.findResources(type).keySet();
  }

  /// The properties of our own functions, by handler: those of the CDK's own making are not in
  /// Java.
  static Map<String, Object> functions() {
    return properties("AWS::Lambda::Function").values().stream()
        .filter(function -> "java25".equals(at(function, "Runtime")))
        .collect(
            Collectors.toMap(function -> (String) at(function, "Handler"), function -> function));
  }

  /// What stands at the end of a path of names and list positions.
  static Object at(Object tree, Object... steps) {
    Object here = tree;
    for (Object step : steps) {
      here = here instanceof List<?> list ? list.get((Integer) step) : ((Map<?, ?>) here).get(step);
      if (here == null) {
        throw new AssertionError("No " + step + " in " + tree);
      }
    }
    return here;
  }
}
