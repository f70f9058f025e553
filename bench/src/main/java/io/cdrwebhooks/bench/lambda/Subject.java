package io.cdrwebhooks.bench.lambda;

import io.cdrwebhooks.bench.stand.DispatchEvents;
import io.cdrwebhooks.bench.stand.HttpEvents;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DueWork;
import io.cdrwebhooks.dispatch.LoopbackDispatchHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// A function that is measured: where it comes from, what it is asked, and by what one knows that
/// it has done its work.
public enum Subject {
  /// Sends a delivery that waits in its lane: the receiver waits for this invocation.
  DISPATCH(
      "dispatch-function",
      "io.cdrwebhooks.dispatch.LoopbackDispatchHandler",
      DispatchEvents.pending(
          List.of(
              new DueWork.OfLane(
                  new ConfigurationId("cfg_00000000000000000000000000000001"),
                  new DeliveryId("dlv_0123456789abcdef0123456789abcdef")))),
      Sign.RECEIVER_IS_TOLD,
      "\"batchItemFailures\":[]"),

  /// A report arrives, is recorded, and its lane is sent a message: the invocation before the one
  /// that tells the receiver.
  ARRIVAL(
      "dispatch-function",
      "io.cdrwebhooks.dispatch.LoopbackDispatchHandler",
      DispatchEvents.arrival("reports/1/tx00001.zip"),
      Sign.MESSAGE_IS_SENT,
      "\"batchItemFailures\":[]"),

  /// Something is overdue, and its message is sent.
  DUE_ATTEMPTS(
      "dispatch-function",
      "io.cdrwebhooks.dispatch.DueAttemptsHandler",
      "{\"work\":\"sweep\"}",
      Sign.MESSAGE_IS_SENT,
      ""),

  /// A receiver follows its link, and is led on.
  DOWNLOAD_LINK(
      "download-link-function",
      "io.cdrwebhooks.downloadlink.DownloadLinkHandler",
      HttpEvents.follow("5f0c1c0e-0e1f-4b52-9c55-3c1c7a1d2e3f"),
      Sign.ANSWER,
      "\"statusCode\":302"),

  /// Somebody looks at the configurations.
  CONFIG_API(
      "config-api-function",
      "io.cdrwebhooks.configapi.ConfigApiHandler",
      HttpEvents.get("webhook-configurations"),
      Sign.ANSWER,
      "\"statusCode\":200");

  private final String module;
  private final String handler;
  private final String event;
  private final Sign sign;
  private final String success;

  /// What is waited for.
  enum Sign {
    RECEIVER_IS_TOLD,
    MESSAGE_IS_SENT,
    ANSWER
  }

  Subject(String module, String handler, String event, Sign sign, String success) {
    this.module = module;
    this.handler = handler;
    this.event = event;
    this.sign = sign;
    this.success = success;
  }

  public String module() {
    return module;
  }

  public String handler() {
    return handler;
  }

  public String event() {
    return event;
  }

  Sign sign() {
    return sign;
  }

  /// What an answer has in it if all went well.
  String success() {
    return success;
  }

  /// Unpacks its package into a folder of its own below `scratch`.
  public FunctionFolder unpack(BuildFolders build, Path scratch) throws IOException {
    FunctionFolder folder =
        FunctionFolder.unpack(
            build.functionPackage(module), scratch.resolve("task-" + hyphenated()));
    return handler.equals(LoopbackDispatchHandler.class.getName())
        ? folder.with(LoopbackDispatchHandler.class)
        : folder;
  }

  /// Such as `due-attempts`.
  public String hyphenated() {
    return words().replace(' ', '-');
  }

  /// Such as `due attempts`.
  public String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
