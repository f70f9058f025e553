package io.cdrwebhooks.local.web;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All files of one folder of the class path, by their paths below it, such as `assets/a.js`.
///
/// They are read once, at the start: what is not in this map cannot be asked for, whatever a
/// request's path looks like.
record PageFolder(Map<String, Page> pages) {
  static final String INDEX = "index.html";

  PageFolder {
    pages = Map.copyOf(pages);
  }

  /// Empty when the class path has no such folder with an `index.html` in it.
  static PageFolder onClassPath(ClassLoader loader, String folder) throws IOException {
    URL index = loader.getResource(folder + "/" + INDEX);
    if (index == null) {
      return new PageFolder(Map.of());
    }
    if (index.openConnection() instanceof JarURLConnection jar) {
      try (FileSystem files = FileSystems.newFileSystem(path(jar.getJarFileURL()))) {
        return read(files.getPath(folder));
      }
    }
    return read(path(index).resolveSibling(""));
  }

  private static Path path(URL file) throws IOException {
    try {
      return Path.of(new URI(file.toString()));
    } catch (URISyntaxException e) {
      throw new IOException("not the address of a file", e);
    }
  }

  private static PageFolder read(Path folder) throws IOException {
    Map<String, Page> pages = new HashMap<>();
    try (Stream<Path> tree = Files.walk(folder)) {
      List<Path> files = tree.filter(Files::isRegularFile).toList();
      for (Path file : files) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        pages.put(name, Page.of(name, Files.readAllBytes(file)));
      }
    }
    return new PageFolder(pages);
  }

  boolean isEmpty() {
    return pages.isEmpty();
  }

  Optional<Page> find(String path) {
    @Nullable Page page = pages.get(path);
    return Optional.ofNullable(page);
  }
}
