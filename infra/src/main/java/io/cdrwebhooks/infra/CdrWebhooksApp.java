package io.cdrwebhooks.infra;

import java.nio.file.Path;
import java.util.Map;
import software.amazon.awscdk.App;

/// Writes the deployment's template and packages into a folder, from where they can be deployed.
///
/// Arguments: the settings file of the environment, the folder that holds the function modules, the
/// folder to write.
public final class CdrWebhooksApp {
  private CdrWebhooksApp() {}

  /// Ends with status 1 and one sentence when the settings or a function package are not as they
  /// must be.
  public static void main(String[] args) {
    if (args.length != 3) {
      stop("Arguments: <settings file> <folder of the function modules> <folder to write>");
    }
    try {
      DeploymentSettings settings = DeploymentSettings.read(Path.of(args[0]), Path.of(args[1]));
      synthesise(settings, Path.of(args[2]));
    } catch (UnusableSettingsException e) {
      stop(e.getMessage());
    }
  }

  /// Answers the stack's name; its template is `<name>.template.json` in the folder.
  static String synthesise(DeploymentSettings settings, Path folder) {
    App app =
        App.Builder.create()
            .outdir(folder.toString())
            .analyticsReporting(false)
            .context(Map.of("@aws-cdk/aws-iam:minimizePolicies", true))
            .build();
    CdrWebhooksStack stack = new CdrWebhooksStack(app, settings);
    app.synth();
    return stack.getStackName();
  }

  private static void stop(String reason) {
    System.err.println(reason);
    System.exit(1);
  }
}
