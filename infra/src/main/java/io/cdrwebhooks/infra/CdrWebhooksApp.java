package io.cdrwebhooks.infra;

import io.cdrwebhooks.infra.settings.DeploymentSettings;
import io.cdrwebhooks.infra.settings.SettingsFile;
import io.cdrwebhooks.infra.settings.UnusableSettingsException;
import java.nio.file.Path;
import java.util.Map;
import software.amazon.awscdk.App;

/// Writes the templates and packages of a deployment into a folder.
///
/// Arguments: the settings file of the environment, the folder with the function modules, the
/// folder to write.
public final class CdrWebhooksApp {
  private CdrWebhooksApp() {}

  /// Ends with status 1 and one sentence if the settings or a function package are not valid.
  public static void main(String[] args) {
    if (args.length != 3) {
      stop("Arguments: <settings file> <folder of the function modules> <folder to write>");
    }
    try {
      app(SettingsFile.read(Path.of(args[0]), Path.of(args[1])), Path.of(args[2])).synth();
    } catch (UnusableSettingsException e) {
      stop(String.valueOf(e.getMessage()));
    }
  }

  /// Creates the stacks of an environment, to be synthesised into a folder.
  public static App app(DeploymentSettings settings, Path folder) {
    App app =
        App.Builder.create()
            .outdir(folder.toString())
            .analyticsReporting(false)
            .context(
                Map.of(
                    "@aws-cdk/aws-iam:minimizePolicies",
                    true,
                    // The service's stack imports the state's exports (decision 20).
                    "@aws-cdk/core:defaultCrossStackReferences",
                    "strong"))
            .build();
    StateStack state = new StateStack(app, settings);
    ServiceStack service = new ServiceStack(app, settings, state);
    settings
        .domains()
        .links()
        .map(links -> new LinksStack(app, settings, links, settings.domains().api().orElseThrow()))
        // A distribution that already serves links must not use a path that the API does not have
        // yet, so the service comes first.
        .ifPresent(links -> links.addDependency(service));
    return app;
  }

  private static void stop(String reason) {
    System.err.println(reason);
    System.exit(1);
  }
}
