package io.cdrwebhooks.aws.snapshot;

import io.cdrwebhooks.log.EventLog;
import java.util.List;
import java.util.Map;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/// Performs a rehearsal before Lambda takes the function's snapshot (SnapStart).
///
/// If the rehearsal fails, the function only starts slower. So BeforeSnapshot logs the failure, and
/// neither the snapshot nor the deployment fails. After a restore it does nothing, because the
/// snapshot contains nothing that could be stale. Source: AWS Lambda Developer Guide, "Implement
/// code before or after Lambda function snapshots".
public final class BeforeSnapshot implements Resource {
  private static final String INITIALIZATION_TYPE = "AWS_LAMBDA_INITIALIZATION_TYPE";

  /// Keeps the resource alive: the global context holds weak references only.
  @SuppressWarnings("unused")
  private static volatile List<BeforeSnapshot> registered = List.of();

  private final Rehearsal rehearsal;
  private final EventLog log;

  BeforeSnapshot(Rehearsal rehearsal, EventLog log) {
    this.rehearsal = rehearsal;
    this.log = log;
  }

  /// Registers the rehearsal. Does nothing if no snapshot will be taken: a rehearsal would only
  /// delay the first request.
  public static void perform(Map<String, String> environment, EventLog log, Rehearsal rehearsal) {
    if (takesSnapshot(environment)) {
      perform(environment, Core.getGlobalContext(), log, rehearsal);
    }
  }

  static void perform(
      Map<String, String> environment,
      Context<Resource> lambda,
      EventLog log,
      Rehearsal rehearsal) {
    if (takesSnapshot(environment)) {
      BeforeSnapshot resource = new BeforeSnapshot(rehearsal, log);
      registered = List.of(resource);
      lambda.register(resource);
    }
  }

  private static boolean takesSnapshot(Map<String, String> environment) {
    return "snap-start".equals(environment.get(INITIALIZATION_TYPE));
  }

  /// Performs the rehearsal and catches every fault, because a function works without its
  /// rehearsal. It also catches an `Error`, such as a missing class; otherwise Lambda would reject
  /// the version, and the deployment would fail.
  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) {
    long begun = System.nanoTime();
    try {
      rehearsal.perform();
      log.info("snapshot.rehearsed", "durationMs", (System.nanoTime() - begun) / 1_000_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      log.error("snapshot.rehearsal-failed", e);
    } catch (Throwable e) {
      log.error("snapshot.rehearsal-failed", e);
    }
  }

  @Override
  public void afterRestore(Context<? extends Resource> context) {}
}
