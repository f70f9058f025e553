package io.cdrwebhooks.bench.lambda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// `make package-aot`: the dispatch function's package for a runtime of its own ([OwnRuntime]).
public final class AotPackage {
  private static final long MIB = 1 << 20;

  private AotPackage() {}

  /// Argument: the folder for the package.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path target = Path.of(arguments[0]).toAbsolutePath();
    Path folder = target.resolve("dispatch");
    for (String old : new String[] {"dispatch", "dispatch-training"}) {
      delete(target.resolve(old));
    }
    Files.createDirectories(target);
    OwnRuntime.build(BuildFolders.ofThisBuild(), folder);
    Path zip = target.resolve("dispatch-function-" + System.getProperty("os.arch") + ".zip");
    Files.deleteIfExists(zip);
    zip(folder, zip);
    System.out.printf(
        "%s: %d MiB, unpacked %d MiB (Lambda takes 250).%n",
        zip, Files.size(zip) / MIB, size(folder) / MIB);
  }

  /// With the permissions and the times of the files.
  private static void zip(Path folder, Path zip) throws IOException {
    Map<String, String> options = Map.of("create", "true", "enablePosixFileAttributes", "true");
    try (FileSystem archive = FileSystems.newFileSystem(zip, options);
        Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        Path entry = archive.getPath("/" + folder.relativize(file));
        Files.createDirectories(entry.getParent());
        Files.copy(file, entry, StandardCopyOption.COPY_ATTRIBUTES);
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        Files.setPosixFilePermissions(entry, permissions);
      }
    }
  }

  private static long size(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(AotPackage::sizeOf).sum();
    }
  }

  private static long sizeOf(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
