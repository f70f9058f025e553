package io.cdrwebhooks.deployment;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Deploys a release, as `make release` writes it, by the release's own script. The script uses
/// only the AWS CLI, and finds no Java, Maven or Node. `tools` has the AWS CLI; logs and the
/// release go into `folder`.
record ReleaseFolder(EmulatedAccount account, Path project, Path tools, Path folder) {
  /// The commands that the script calls in addition to the AWS CLI.
  private static final List<String> COMMANDS =
      List.of("cat", "cut", "dirname", "sha256sum", "sh", "sort");

  void deploy(Path templates) throws IOException, InterruptedException {
    Path release = folder.resolve("release");
    succeed(
        "release",
        Map.of("JAVA_HOME", System.getProperty("java.home")),
        "node",
        project.resolve("build-support/release/release.mjs").toString(),
        "Unreleased",
        templates.toString(),
        project.resolve("dispatch-function/target/sbom").toString(),
        release.toString());
    succeed(
        "release-deploy",
        Map.of("PATH", commands().toString()),
        "/bin/sh",
        release.resolve("deploy.sh").toString(),
        "--yes");
  }

  /// Creates a folder with the only commands that the script can find.
  private Path commands() throws IOException {
    Path commands = Files.createDirectories(folder.resolve("release-commands"));
    Files.createSymbolicLink(commands.resolve("aws"), tools.resolve("aws").toAbsolutePath());
    for (String command : COMMANDS) {
      Files.createSymbolicLink(commands.resolve(command), find(command));
    }
    return commands;
  }

  private static Path find(String command) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
        .map(folder -> Path.of(folder, command))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new TrialFailure("The command " + command + " is not on the PATH"));
  }

  private void succeed(String name, Map<String, String> variables, String... command)
      throws IOException, InterruptedException {
    Path log = folder.resolve(name + ".log");
    int status = account.run(log, variables, List.of(command));
    if (status != 0) {
      throw new TrialFailure(name + " ended with status " + status + ": " + log);
    }
  }
}
