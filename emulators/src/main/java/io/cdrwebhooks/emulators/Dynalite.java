package io.cdrwebhooks.emulators;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Starts Dynalite as installed in this repository.
///
/// It searches for the directory `emulators/dynalite` above the working directory, so tests of any
/// module and the local system find it. The jar does not contain Dynalite: Dynalite's LevelDB part
/// is native code for every platform, which Node would have to load from a temporary copy.
final class Dynalite {
  private static final Path IN_REPOSITORY = Path.of("emulators", "dynalite");
  private static final String PROGRAM = "serve.mjs";

  private Dynalite() {}

  /// Starts a Node process, which refuses callers that do not name the access key.
  static Process start(@Nullable Path dataDirectory, AccessKey known) {
    Path directory = find();
    if (!Files.isDirectory(directory.resolve("node_modules").resolve("dynalite"))) {
      throw new EmulatorException(
          "Dynalite is not installed: run sh %s.".formatted(directory.resolve("install.sh")));
    }
    List<String> command = new ArrayList<>(List.of("node", directory.resolve(PROGRAM).toString()));
    if (dataDirectory != null) {
      command.add(dataDirectory.toAbsolutePath().toString());
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("KNOWN_ACCESS_KEY_ID", known.id());
    try {
      return builder.start();
    } catch (IOException failure) {
      throw new EmulatorException(
          "Node must be on the PATH for DynamoDB on this machine: install Node 20 or newer.",
          failure);
    }
  }

  private static Path find() {
    return Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
        .map(ancestor -> ancestor.resolve(IN_REPOSITORY))
        .filter(candidate -> Files.isRegularFile(candidate.resolve(PROGRAM)))
        .findFirst()
        .orElseThrow(
            () ->
                new EmulatorException(
                    "The directory %s was not found above the working directory: run from the repository."
                        .formatted(IN_REPOSITORY)));
  }
}
