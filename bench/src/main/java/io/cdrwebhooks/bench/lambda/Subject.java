package io.cdrwebhooks.bench.lambda;

import io.cdrwebhooks.bench.stand.DispatchEvents;
import io.cdrwebhooks.bench.stand.HttpEvents;
import io.cdrwebhooks.bench.stand.Stand;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
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
      DispatchEvents.pending(0, 1),
      Sign.POST,
      "\"batchItemFailures\":[]"),

  /// Records an arriving report and sends its lane a message: the invocation before the POST.
  ARRIVAL(
      "dispatch-function",
      LocalReceiversHandler.class.getName(),
      DispatchEvents.arrivals(0, 1),
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

  /// Gives the function its event, and waits for the answer. Returns the [System#nanoTime] at which
  /// the first sign of its work came.
  long invoke(RuntimeApi api, Stand stand) throws IOException, InterruptedException {
    stand.forget();
    api.invoke(event);
    RuntimeApi.Outcome answer = api.answer();
    if (!answer.body().contains(success)) {
      throw new IOException(label() + " answered " + answer.body());
    }
    Collection<Long> signs =
        switch (sign) {
          case POST -> stand.posts();
          case MESSAGE -> stand.messages();
          case ANSWER -> List.of(answer.nanos());
        };
    if (signs.isEmpty()) {
      throw new IOException(label() + " must reach the sign of its end: " + sign);
    }
    return Collections.min(signs);
  }

  /// Returns its folder below `scratch`, which corresponds to Lambda's `/var/task`. The first call
  /// unpacks its package there.
  Path unpackedIn(Path scratch) throws IOException {
    Path folder = scratch.resolve("task-" + label()).toAbsolutePath();
    if (Files.exists(folder)) {
      return folder;
    }
    try (ZipFile zip = new ZipFile(BuildFolders.functionPackage(module).toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (!entry.isDirectory()) {
          copy(zip.getInputStream(entry), folder.resolve(entry.getName()));
        }
      }
    }
    String added = LocalReceiversHandler.class.getName().replace('.', '/') + ".class";
    copy(
        Objects.requireNonNull(Subject.class.getResourceAsStream("/" + added)),
        folder.resolve(added));
    return folder;
  }

  private static void copy(InputStream from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    try (from) {
      Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /// Returns a name such as `due-attempts`.
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
