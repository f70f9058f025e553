import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Enumeration;
import java.util.Map;
import java.util.TimeZone;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/// Makes a function's zip smaller. It stores the classes in the jars uncompressed, and compresses
/// each jar as a whole in the zip. Similar classes then compress better, and a start need not
/// inflate classes.
///
/// It removes the hashes from the SBOM, because they belong to the original jars.
///
/// `java PackTightly.java function.zip` replaces the file. The same input gives the same bytes.
public final class PackTightly {
  /// The time of every entry: the deployment compares packages by content, so real times are left
  /// out.
  private static final LocalDateTime SOME_TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

  private static final String SBOM = ".cdx.json";
  private static final Pattern HASHES = Pattern.compile(",\\s*\"hashes\" : \\[[^\\]]*]");

  private PackTightly() {}

  public static void main(String[] arguments) throws IOException {
    TimeZone.setDefault(TimeZone.getTimeZone(ZoneOffset.UTC)); // a zip holds local times
    Path packed = Path.of(arguments[0]);
    Path tight = packed.resolveSibling(packed.getFileName() + ".part.zip");
    Files.deleteIfExists(tight);
    // The function's user must be able to read the files inside.
    Map<String, String> writable = Map.of("create", "true", "enablePosixFileAttributes", "true");
    try (ZipFile from = new ZipFile(packed.toFile());
        FileSystem to = FileSystems.newFileSystem(tight, writable)) {
      Enumeration<? extends ZipEntry> entries = from.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        if (!entry.isDirectory()) {
          write(to.getPath(entry.getName()), from.getInputStream(entry).readAllBytes());
        }
      }
    }
    Files.move(tight, packed, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void write(Path file, byte[] content) throws IOException {
    make(file.getParent());
    Files.write(file, packed(file.toString(), content));
    finish(file, "rw-r--r--");
  }

  /// Creates a folder and its parents.
  private static void make(Path folder) throws IOException {
    if (folder != null && Files.notExists(folder)) {
      make(folder.getParent());
      Files.createDirectory(folder);
      finish(folder, "rwxr-xr-x");
    }
  }

  private static void finish(Path file, String permissions) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    FileTime time = FileTime.from(SOME_TIME.toInstant(ZoneOffset.UTC));
    Files.getFileAttributeView(file, BasicFileAttributeView.class).setTimes(time, time, time);
  }

  private static byte[] packed(String name, byte[] content) throws IOException {
    if (name.endsWith(".jar")) {
      return unpressed(content);
    }
    return name.endsWith(SBOM)
        ? HASHES.matcher(new String(content, UTF_8)).replaceAll("").getBytes(UTF_8)
        : content;
  }

  /// Returns the same jar with uncompressed entries.
  private static byte[] unpressed(byte[] jar) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(3 * jar.length);
    try (ZipInputStream from = new ZipInputStream(new ByteArrayInputStream(jar));
        ZipOutputStream to = new ZipOutputStream(bytes)) {
      for (ZipEntry entry; (entry = from.getNextEntry()) != null; ) {
        byte[] content = from.readAllBytes();
        CRC32 checksum = new CRC32();
        checksum.update(content);
        ZipEntry stored = new ZipEntry(entry.getName());
        stored.setTimeLocal(SOME_TIME);
        stored.setMethod(ZipEntry.STORED);
        stored.setSize(content.length);
        stored.setCrc(checksum.getValue());
        to.putNextEntry(stored);
        to.write(content);
      }
    }
    return bytes.toByteArray();
  }
}
