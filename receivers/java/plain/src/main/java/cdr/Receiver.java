package cdr;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Handles the requests of every server. */
final class Receiver {
  /** The answer to a request: a status and a text. */
  record Answer(int status, String text) {}

  private final List<String> signatures;
  private final Inbox inbox;

  private Receiver(List<String> signatures, Inbox inbox) {
    this.signatures = signatures;
    this.inbox = inbox;
  }

  /**
   * Starts the worker. The settings come from the environment, the Signatures never from an argument. Java reads the
   * environment, and writes names of files, in the encoding of the locale: start it with LC_ALL=C.UTF-8 or another UTF-8.
   */
  static Receiver start() throws IOException, SQLException {
    List<String> signatures = signatures();
    Path folder = folder();
    Inbox inbox = openInbox(folder);
    new Worker(inbox, folder.resolve("reports"), signatures, retrySeconds(), system()).start();
    return new Receiver(signatures, inbox);
  }

  private static List<String> signatures() {
    requireUtf8();
    List<String> signatures = List.of(setting("CDR_SIGNATURES", "").split("\n"));
    if (signatures.stream().allMatch(String::isEmpty)) {
      throw new IllegalStateException("set CDR_SIGNATURES to the Signature of your webhook configuration");
    }
    return signatures;
  }

  static Path folder() {
    return Path.of(setting("CDR_FOLDER", "./cdr"));
  }

  /** Creates the folders and the inbox where they are not there. */
  static Inbox openInbox(Path folder) throws IOException, SQLException {
    Files.createDirectories(folder.resolve("reports"), ownerOnly(folder, "rwx------"));
    Path file = folder.resolve("inbox.sqlite");
    if (!Files.exists(file)) Files.createFile(file, ownerOnly(folder, "rw-------"));
    return new Inbox(file);
  }

  static double retrySeconds() {
    return Double.parseDouble(setting("CDR_RETRY_SECONDS", "1"));
  }

  /** The system at CDR_SYSTEM, the origin of each callbackURL. Empty if the receiver sends it no requests. */
  static Optional<CdrSystem> system() {
    String address = setting("CDR_SYSTEM", "");
    return address.isEmpty() ? Optional.empty() : Optional.of(new CdrSystem(address, signatures()));
  }

  /** Windows has Unicode in its environment and file names, whatever its code page. */
  private static void requireUtf8() {
    String encoding = System.getProperty("sun.jnu.encoding", "");
    if (encoding.equalsIgnoreCase("UTF-8") || System.getProperty("os.name").startsWith("Windows")) return;
    throw new IllegalStateException(
        "set LC_ALL=C.UTF-8 in the environment: with the encoding " + encoding + ", Java cannot save names outside ASCII");
  }

  /** The inbox holds links that still work, and reports are confidential. A folder that exists keeps its mode. */
  private static FileAttribute<?>[] ownerOnly(Path folder, String permissions) {
    boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix"); // Windows is not POSIX.
    FileAttribute<?> mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    return posix ? new FileAttribute<?>[] {mode} : new FileAttribute<?>[0];
  }

  static String setting(String name, String otherwise) {
    String value = System.getenv(name);
    return value == null || value.isEmpty() ? otherwise : value;
  }

  /** Keeps a genuine request, then returns the answer. Reports are fetched later, by the worker. */
  Answer receive(Map<String, List<String>> headers, byte[] body) {
    var verdict = CdrWebhook.verify(headers, body, signatures, Instant.now().getEpochSecond());
    if (verdict instanceof CdrWebhook.Accepted accepted) return keep(accepted, body);
    String reason = ((CdrWebhook.Refused) verdict).reason();
    Worker.log("-", "refused: " + reason);
    return new Answer(reason.equals("body-too-large") ? 413 : 401, reason);
  }

  private Answer keep(CdrWebhook.Accepted accepted, byte[] body) {
    try {
      inbox.keep(accepted.id(), accepted.signedAt(), body);
    } catch (SQLException e) {
      Worker.log(accepted.id(), "not stored: SQLite error " + e.getErrorCode());
      return new Answer(503, "not stored"); // The platform sends it again.
    }
    Worker.log(accepted.id(), "stored");
    return new Answer(200, "");
  }
}
