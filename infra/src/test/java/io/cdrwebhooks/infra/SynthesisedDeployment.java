package io.cdrwebhooks.infra;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdrwebhooks.configapi.Deployment.Scopes;
import io.cdrwebhooks.infra.settings.Concurrency;
import io.cdrwebhooks.infra.settings.DeploymentSettings;
import io.cdrwebhooks.infra.settings.Domain;
import io.cdrwebhooks.infra.settings.Domains;
import io.cdrwebhooks.infra.settings.Links;
import io.cdrwebhooks.infra.settings.Operators;
import io.cdrwebhooks.infra.settings.ReceiverSettings;
import io.cdrwebhooks.infra.settings.ReportStorage;
import io.cdrwebhooks.infra.settings.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import software.amazon.awscdk.assertions.Template;
import software.amazon.awscdk.services.lambda.SystemLogLevel;

/// The templates of an environment, with placeholders for the functions' packages and the console's
/// pages. Each is created once for all tests.
public final class SynthesisedDeployment {
  /// An existing issuer, a new bucket, fixed addresses in two zones, a budget.
  public static final SynthesisedDeployment EXAMPLE = of("example");

  /// The `signaturesKeyArn` of the other one.
  public static final String EARLIER_KEY = "arn:aws:kms:eu-central-1:111122223333:key/mrk-1234abcd";

  private final Path folder;
  private final Map<String, Object> state;
  private final Map<String, Object> service;

  /// The stack in front of download links; empty without a name for them.
  public final Map<String, Object> links;

  private SynthesisedDeployment(Path folder, DeploymentSettings settings) {
    this.folder = folder;
    CdrWebhooksApp.app(settings, folder).synth();
    state = read(folder.resolve(settings.named("-State.template.json")));
    service = read(folder.resolve(settings.named(".template.json")));
    links =
        settings.domains().links().isEmpty()
            ? Map.of()
            : read(folder.resolve(settings.namedForLinks() + ".template.json"));
  }

  /// The longest name of an environment, a new user pool, an existing bucket, no fixed addresses,
  /// no budget, custom domain names, and every option that is off by default. The resources of
  /// `links` are not among the others.
  public static SynthesisedDeployment other() {
    return Other.DEPLOYMENT;
  }

  private static final class Other {
    static final SynthesisedDeployment DEPLOYMENT = of("other");
  }

  private static SynthesisedDeployment of(String which) {
    Path folder = Path.of("target", "synthesised", which);
    Path built = placeholders(folder.resolve("built"));
    return new SynthesisedDeployment(
        folder.resolve("cdk.out"), which.equals("example") ? example(built) : otherwise(built));
  }

  public static DeploymentSettings example(Path builtModules) {
    return exampleWith(
        new Tokens.OfIssuer(
            URI.create("https://login.example.com/tenant"),
            List.of("cdr-webhooks"),
            new Scopes("reports:read", "reports:write"),
            Optional.of("console"),
            List.of("https://tokens.example.com")),
        new ReceiverSettings(
            false,
            List.of("203.0.113.0/24", "2001:db8::/32"),
            2,
            List.of(),
            Optional.empty(),
            List.of(),
            false),
        new ReportStorage.InOwnBucket(90, false, false),
        builtModules);
  }

  public static DeploymentSettings exampleWith(
      Tokens tokens, ReceiverSettings receivers, ReportStorage reports, Path builtModules) {
    return new DeploymentSettings(
        "test",
        tokens,
        receivers,
        reports,
        new Operators(
            "operators@example.com",
            "operators@example.com",
            OptionalInt.of(200),
            30,
            SystemLogLevel.WARN,
            false),
        new Domains(Optional.empty(), Optional.empty(), Optional.empty()),
        new Concurrency(30, OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty()),
        Links.USUAL,
        OptionalInt.empty(),
        Optional.empty(),
        builtModules);
  }

  public static DeploymentSettings otherwise(Path builtModules) {
    return new DeploymentSettings(
        "otherwithlongestname",
        new Tokens.OfOwnUserPool(true),
        new ReceiverSettings(
            true,
            List.of(),
            0,
            List.of(),
            Optional.empty(),
            List.of("cdr.example.com", "*.example.org"),
            true),
        new ReportStorage.InExistingBucket(
            "exports", Optional.of("arn:aws:kms:eu-central-1:111122223333:key/exports"), true),
        new Operators(
            "operators@example.com",
            "notices@example.com",
            OptionalInt.empty(),
            90,
            SystemLogLevel.INFO,
            true),
        new Domains(
            Optional.of(
                new Domain(
                    "cdr.example.com", "arn:aws:acm:eu-central-1:111122223333:certificate/api")),
            Optional.of(
                new Domain(
                    "console.example.com",
                    "arn:aws:acm:us-east-1:111122223333:certificate/console")),
            Optional.of(
                new Domain(
                    "links.example.com", "arn:aws:acm:us-east-1:111122223333:certificate/links"))),
        new Concurrency(8, OptionalInt.of(50), OptionalInt.of(20), OptionalInt.of(15)),
        new Links(500, OptionalInt.of(60), 3_000),
        OptionalInt.of(20_000),
        Optional.of(EARLIER_KEY),
        builtModules);
  }

  /// A folder as the build leaves it: the functions' packages and the console's pages.
  public static Path placeholders(Path folder) {
    try {
      for (String module :
          List.of(
              "dispatch-function",
              "download-link-function",
              "receiver-request-function",
              "config-api-function")) {
        Path target = Files.createDirectories(folder.resolve(module).resolve("target"));
        Files.writeString(target.resolve(module + ".zip"), "placeholder for " + module);
      }
      for (String page : List.of("console", "docs")) {
        Path pages =
            Files.createDirectories(
                folder.resolve("console").resolve("target").resolve("classes").resolve(page));
        Files.writeString(pages.resolve("index.html"), "placeholder for " + page);
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The resources of a type in both stacks, by logical id.
  public Map<String, Object> resources(String type) {
    Map<String, Object> found = new HashMap<>();
    for (Map<String, Object> template : List.of(state, service)) {
      ((Map<?, ?>) at(template, "Resources"))
          .forEach(
              (id, resource) -> {
                if (at(resource, "Type").equals(type)) {
                  found.put((String) id, resource);
                }
              });
    }
    return found;
  }

  /// The properties of each resource of a type, by logical id.
  public Map<String, Object> properties(String type) {
    return resources(type).entrySet().stream()
        .collect(toMap(Map.Entry::getKey, entry -> at(entry.getValue(), "Properties")));
  }

  /// The properties of a resource whose logical id begins with `start`.
  public Object named(String type, String start) {
    return properties(type).entrySet().stream()
        .filter(resource -> resource.getKey().startsWith(start))
        .map(Map.Entry::getValue)
        .findAny()
        .orElseThrow();
  }

  public Set<String> idsOf(String type) {
    return resources(type).keySet();
  }

  /// The properties of the only resource of a type.
  public Object only(String type) {
    Map<String, Object> all = properties(type);
    if (all.size() != 1) {
      throw new AssertionError("not one " + type + " but " + all.keySet());
    }
    return all.values().iterator().next();
  }

  /// The console's `sign-in.json`, with values that only AWS knows as `{Name}`.
  public Map<String, Object> signInFile() throws IOException {
    Object deployment = only("Custom::CDKBucketDeployment");
    String asset = ((String) at(deployment, "SourceObjectKeys", 1)).replace(".zip", "");
    String content =
        Files.readString(folder.resolve("asset." + asset).resolve("console/sign-in.json"));
    for (Map.Entry<?, ?> marker : ((Map<?, ?>) at(deployment, "SourceMarkers", 1)).entrySet()) {
      content = content.replace((String) marker.getKey(), text(marker.getValue()));
    }
    return new ObjectMapper().readValue(content, new TypeReference<>() {});
  }

  /// The value of a template's expression, except for the parts that only AWS knows.
  public static String text(Object expression) {
    if (!(expression instanceof Map<?, ?> function)) {
      return (String) expression;
    }
    Map.Entry<?, ?> only = function.entrySet().iterator().next();
    if (!only.getKey().equals("Fn::Join")) {
      return "{" + only.getValue() + "}";
    }
    List<?> separatorAndParts = (List<?>) only.getValue();
    return ((List<?>) separatorAndParts.get(1))
        .stream()
            .map(SynthesisedDeployment::text)
            .collect(joining((String) separatorAndParts.getFirst()));
  }

  public Map<String, Object> state() {
    return state;
  }

  public Map<String, Object> service() {
    return service;
  }

  /// The properties of our functions, by handler; those of the CDK are not in Java.
  public Map<String, Object> functions() {
    return properties("AWS::Lambda::Function").values().stream()
        .filter(function -> "java25".equals(at(function, "Runtime")))
        .collect(toMap(function -> (String) at(function, "Handler"), function -> function));
  }

  /// The value at the end of a path of names and list positions.
  public static Object at(Object tree, Object... steps) {
    Object here = tree;
    for (Object step : steps) {
      here = here instanceof List<?> list ? list.get((Integer) step) : ((Map<?, ?>) here).get(step);
      if (here == null) {
        throw new AssertionError("No " + step + " in " + tree);
      }
    }
    return here;
  }

  /// Returns true if there is a value at the end of a path.
  public static boolean has(Object tree, Object... steps) {
    try {
      return at(tree, steps) != null;
    } catch (AssertionError none) {
      return false;
    }
  }

  private static Map<String, Object> read(Path template) {
    try {
      return Template.fromString(Files.readString(template)).toJSON();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
