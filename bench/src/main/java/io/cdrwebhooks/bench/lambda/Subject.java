package io.cdrwebhooks.bench.lambda;

import io.cdrwebhooks.bench.stand.DispatchEvents;
import io.cdrwebhooks.bench.stand.HttpEvents;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// A measured function: its package, its first event, and the sign that its work is done.
public enum Subject {
  /// Sends a delivery that waits in its lane: the receiver waits for this invocation.
  DISPATCH(
      "dispatch-function",
      LocalReceiversHandler.class.getName(),
      DispatchEvents.pending(List.of(DispatchEvents.lane(0))),
      Sign.POST,
      "\"batchItemFailures\":[]"),

  /// Records an arriving report and sends its lane a message: the invocation before the POST.
  ARRIVAL(
      "dispatch-function",
      LocalReceiversHandler.class.getName(),
      DispatchEvents.arrivals(List.of("reports/1/tx00001.zip")),
      Sign.MESSAGE,
      "\"batchItemFailures\":[]"),

  /// Sends the message of an overdue entry.
  DUE_ATTEMPTS(
      "dispatch-function",
      "io.cdrwebhooks.dispatch.ScheduleHandler",
      "{\"work\":\"sweep\"}",
      Sign.MESSAGE,
      ""),

  /// Redirects a receiver that follows its link.
  DOWNLOAD_LINK(
      "download-link-function",
      "io.cdrwebhooks.downloadlink.DownloadLinkHandler",
      HttpEvents.follow("5f0c1c0e-0e1f-4b52-9c55-3c1c7a1d2e3f"),
      Sign.ANSWER,
      "\"statusCode\":302"),

  /// Lists the configurations.
  CONFIG_API(
      "config-api-function",
      "io.cdrwebhooks.configapi.ConfigApiHandler",
      HttpEvents.get("/webhook-configurations"),
      Sign.ANSWER,
      "\"statusCode\":200");

  final String module;
  final String handler;
  final String event;
  final Sign sign;

  /// A part of every successful answer.
  final String success;

  enum Sign {
    POST,
    MESSAGE,
    ANSWER
  }

  Subject(String module, String handler, String event, Sign sign, String success) {
    this.module = module;
    this.handler = handler;
    this.event = event;
    this.sign = sign;
    this.success = success;
  }

  /// Returns its folder below `scratch`, which corresponds to Lambda's `/var/task`.
  Path folder(Path scratch) {
    return scratch.resolve("task-" + hyphenated()).toAbsolutePath();
  }

  /// Unpacks its package into its folder.
  void unpack(BuildFolders build, Path scratch) throws IOException {
    Path folder = folder(scratch);
    try (ZipFile zip = new ZipFile(build.functionPackage(module).toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (!entry.isDirectory()) {
          copy(zip.getInputStream(entry), folder.resolve(entry.getName()));
        }
      }
    }
    String added = LocalReceiversHandler.class.getName().replace('.', '/') + ".class";
    if (handler.equals(LocalReceiversHandler.class.getName())) {
      copy(
          Objects.requireNonNull(Subject.class.getResourceAsStream("/" + added)),
          folder.resolve(added));
    }
  }

  private static void copy(InputStream from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    try (from) {
      Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /// Returns a name such as `due-attempts`.
  String hyphenated() {
    return words().replace(' ', '-');
  }

  /// Returns a name such as `due attempts`.
  String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
