package io.cdrwebhooks.local;

import io.cdrwebhooks.local.start.PrivateFile;
import io.cdrwebhooks.local.start.StartFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// The addresses of a system's parts, kept in its directory so that other commands find them.
enum StoredAddress {
  API("api-url"),
  QUEUES("sqs-endpoint");

  private final String file;

  StoredAddress(String file) {
    this.file = file;
  }

  void write(Path directory, URI address) throws IOException {
    PrivateFile.write(directory.resolve(file), address + "\n");
  }

  /// Reads the address. The system that wrote it may have stopped.
  ///
  /// @throws StartFailure if there is none
  URI in(Path directory) {
    try {
      return URI.create(Files.readString(directory.resolve(file)).strip());
    } catch (NoSuchFileException e) {
      throw new StartFailure("No system has run with its data in " + directory + ".", e);
    } catch (IOException | IllegalArgumentException e) {
      throw new StartFailure(directory.resolve(file) + " can't be read.", e);
    }
  }
}
