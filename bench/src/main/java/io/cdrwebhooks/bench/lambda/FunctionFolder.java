package io.cdrwebhooks.bench.lambda;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// A function's package as Lambda unpacks it into `/var/task`.
public record FunctionFolder(Path path) {
  public FunctionFolder {
    path = path.toAbsolutePath();
  }

  /// Unpacks a package into a folder that is made for it.
  public static FunctionFolder unpack(Path zip, Path folder) throws IOException {
    try (ZipFile file = new ZipFile(zip.toFile())) {
      Enumeration<? extends ZipEntry> entries = file.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        Path target = folder.resolve(entry.getName()).normalize();
        if (entry.isDirectory() || !target.startsWith(folder)) {
          continue;
        }
        Files.createDirectories(target.getParent());
        try (InputStream in = file.getInputStream(entry)) {
          Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
    return new FunctionFolder(folder);
  }

  /// Puts a class of this module beside the function's own: Lambda looks there first.
  public FunctionFolder with(Class<?> added) throws IOException {
    String name = added.getName().replace('.', '/') + ".class";
    Path target = path.resolve(name);
    Files.createDirectories(target.getParent());
    try (InputStream in = added.getResourceAsStream("/" + name)) {
      if (in == null) {
        throw new IOException("there is no " + name);
      }
      Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
    }
    return this;
  }
}
