package io.cdrwebhooks.browser;

import io.cdrwebhooks.emulators.AccessKey;
import io.cdrwebhooks.local.Run;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// `make run` in a separate process, on free ports, with its output.
public final class RunningConsole implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final List<String> printed = new CopyOnWriteArrayList<>();
  private final Thread reader;
  private final S3Client s3;

  private RunningConsole(Process process, BufferedReader output) throws IOException {
    this.process = process;
    String line = output.readLine();
    while (line != null && !line.startsWith("READY")) {
      printed.add(line);
      line = output.readLine();
    }
    if (line == null) {
      throw new IOException("The local system did not start:\n" + String.join("\n", printed));
    }
    // A full pipe would stop the system, so a thread reads it. A virtual thread would block its
    // carrier.
    this.reader = Thread.ofPlatform().daemon().start(() -> readOn(output));
    this.s3 =
        new AccessKey(said("Access key"), said("Secret key")).s3(URI.create(said("S3 endpoint")));
  }

  private void readOn(BufferedReader output) {
    try {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        printed.add(line);
      }
    } catch (IOException _) {
    }
  }

  /// Starts the system with all its data in `directory`.
  public static RunningConsole start(Path directory) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    // The system ends before the slower compiler's work would pay off.
    command.add("-XX:TieredStopAtLevel=1");
    command.add(Run.class.getName());
    command.addAll(List.of(directory.toString(), "0", "0", "0"));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Process process = builder.start();
    return new RunningConsole(process, process.inputReader());
  }

  /// Returns the link that signs in a visitor who has no token yet. It is valid for one visit.
  public URI consoleLink() {
    return URI.create(said("Console"));
  }

  public String apiToken() {
    return said("API token");
  }

  /// Uploads an archive with one line to the bucket, as the exporter would.
  public void upload(String key) throws IOException {
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    try (ZipOutputStream entries = new ZipOutputStream(zip)) {
      entries.putNextEntry(new ZipEntry("calls.csv"));
      entries.write("one line\n".getBytes(StandardCharsets.UTF_8));
    }
    var _ =
        s3.putObject(
            put -> put.bucket(said("Bucket")).key(key), RequestBody.fromBytes(zip.toByteArray()));
  }

  /// Returns the origin of the console and the API.
  public URI origin() {
    return consoleLink().resolve("/");
  }

  private String said(String name) {
    Pattern pattern = Pattern.compile(" *" + Pattern.quote(name) + " +(\\S+).*");
    return printed.stream()
        .map(pattern::matcher)
        .filter(Matcher::matches)
        .map(match -> match.group(1))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() throws IOException {
    s3.close();
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("The local system did not stop.");
      }
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted before the local system had stopped.", e);
    }
  }
}
