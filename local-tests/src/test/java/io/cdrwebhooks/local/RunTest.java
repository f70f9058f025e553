package io.cdrwebhooks.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdrwebhooks.report.TaskId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tests `make run` in a separate process.
class RunTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "x 0 0, PORT is not a port: x",
    "0 65536 0, S3_PORT is not a port: 65536",
    "0 0 -1, RECEIVER_PORT is not a port: -1",
    "0 0 0 yes, 'STRICT must be 1 or left out: yes'",
    "0 0, 'Give a directory, PORT, S3_PORT and RECEIVER_PORT.'"
  })
  void wrongArgumentIsExplainedInOneSentence(String ports, String sentence) throws Exception {
    Process process = start(ports.split(" "));
    assertThat(JavaProcess.lines(process)).containsExactly(sentence);
    assertThat(process.waitFor()).isEqualTo(1);
  }

  @Test
  void secondRunOnTheSameDirectoryIsRefusedInOneSentence() throws Exception {
    try (FileChannel channel =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      assertThat(channel.tryLock()).isNotNull();
      Process process = start("0", "0", "0");
      assertThat(JavaProcess.lines(process))
          .containsExactly("Another `make run` is using " + directory + ".");
      assertThat(process.waitFor()).isEqualTo(1);
    }
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({
    "0, Port %d is in use; choose another one.",
    "1, S3Proxy can't listen on 127.0.0.1:%d: the port is taken by another process.",
    "2, Port %d is in use; choose another one."
  })
  void portInUseIsExplainedAndNoProcessIsLeft(int which, String sentence) throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String[] ports = {"0", "0", "0"};
      ports[which] = Integer.toString(taken.getLocalPort());
      Process process = start(ports);
      assertThat(JavaProcess.lines(process))
          .containsExactly(sentence.formatted(taken.getLocalPort()));
      assertThat(process.waitFor()).isEqualTo(1);
      assertThat(nodesFor(directory)).isEmpty();
    }
  }

  @Tag("slow")
  @Test
  void signalEndsAllProcessesAndTheNextStartKeepsTheData() throws Exception {
    String receiverPort = Integer.toString(freePort());
    String configuration;
    String delivery;
    try (Running first = running("0", "0", receiverPort)) {
      assertThat(first.said("API token").equals(secret("api-token"))).isTrue();
      configuration = onlyConfiguration(first.api()).path("id").asText();
      first.upload("first.zip");
      delivery = first.savedDelivery("first.zip");
      createsLinks(first);
      exportsSamples(first);
      first.terminate();
    }
    assertThat(JavaProcess.lines(command("console-link")))
        .singleElement()
        .asString()
        .startsWith("Nothing answers at http://127.0.0.1:")
        .endsWith(": is make run running?");
    try (Running second = running("0", "0", receiverPort)) {
      JsonNode kept = onlyConfiguration(second.api());
      assertThat(kept.path("id").asText()).isEqualTo(configuration);
      assertThat(second.api().get("/cdr-tasks").required("items")).hasSize(2);
      assertThat(second.api().get("/deliveries/" + delivery).path("status").asText())
          .isEqualTo("DELIVERED");
      second.upload("second.zip");
      second.savedDelivery("second.zip");
      assertThat(second.api().get("/deliveries?taskId=1").required("items")).hasSize(3);
      second.terminate();
    }
    assertThat(Files.readAllLines(directory.resolve("log.jsonl")))
        .noneMatch(line -> line.contains(secret("api-token")))
        .noneMatch(line -> line.contains(secret("s3-secret-key")))
        .noneMatch(line -> line.contains("code"));
  }

  private void createsLinks(Running system) throws Exception {
    assertThat(system.login(system.said("Console"))).isEqualTo(200);
    assertThat(system.login(system.said("Console"))).isEqualTo(401);

    List<String> linked = JavaProcess.lines(command("console-link"));
    assertThat(linked).hasSize(2);
    assertThat(system.login(linked.getFirst().split(" +")[1])).isEqualTo(200);
    assertThat(secret("api-token").equals(system.said("API token"))).isFalse();
    assertThat(system.client(secret("api-token")).get("/cdr-tasks").required("items")).hasSize(1);
  }

  private void exportsSamples(Running system) throws Exception {
    List<String> exported = JavaProcess.lines(command("report", "1234", "1"));
    assertThat(exported).singleElement().asString().endsWith(".zip, 1,234 lines");
    String key = exported.getFirst().replaceAll(".*(sample-.*\\.zip).*", "$1");
    String delivery = system.savedDelivery(key);
    assertThat(system.api().get("/deliveries/" + delivery).path("fileName").asText())
        .isEqualTo(key);

    assertThat(JavaProcess.lines(command("report", "1", "99")))
        .containsExactly(
            "POST /local/sample-reports was answered with 422: taskId names no CDR task that exists.");
    system.api().createTask(new TaskId(3), "Option off", null);
    assertThat(JavaProcess.lines(command("report", "1", "3")))
        .hasSize(2)
        .last()
        .asString()
        .endsWith("task 3 sends nothing because its Webhook option is off");
  }

  /// The object store writes its files with the mode of the process, which `make run` sets.
  @Tag("slow")
  @Test
  void dataIsForItsOwnerAlone() throws Exception {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path log = Files.createFile(directory.resolve("log.jsonl"));
    Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("rw-r--r--"));
    try (Running system = running("0", "0", "0")) {
      Path uploaded = directory.resolve("report.zip");
      system.upload(uploaded.getFileName().toString());
      system.savedDelivery("report.zip");
      Files.delete(uploaded);
      system.terminate();
    }
    assertThat(mode(directory)).isEqualTo("rwx------");
    try (Stream<Path> all = Files.walk(directory)) {
      assertThat(all.filter(path -> !path.startsWith(directory.resolve("s3/"))))
          .hasSizeGreaterThan(12)
          .allSatisfy(
              path ->
                  assertThat(mode(path))
                      .as("%s", path)
                      .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------"));
    }
    assertThat(mode(directory.resolve("s3"))).isEqualTo("rwx------");
  }

  private static String mode(Path path) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process command(String name, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(name, directory.toString()));
    arguments.addAll(List.of(more));
    return JavaProcess.start(OperatorCommands.class, arguments.toArray(String[]::new));
  }

  private static JsonNode onlyConfiguration(ApiClient api) throws Exception {
    JsonNode items = api.get("/webhook-configurations").required("items");
    assertThat(items).hasSize(1);
    return items.get(0);
  }

  private String secret(String name) {
    try {
      return Files.readString(directory.resolve(name)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Running running(String... ports) throws IOException {
    return new Running(directory, start(ports));
  }

  private Process start(String... ports) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(directory.toString()));
    arguments.addAll(List.of(ports));
    return JavaProcess.start(Run.class, arguments.toArray(String[]::new));
  }

  /// Dynalite's processes that keep their tables in this directory.
  private static List<ProcessHandle> nodesFor(Path directory) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").contains(directory.toString()))
        .toList();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
