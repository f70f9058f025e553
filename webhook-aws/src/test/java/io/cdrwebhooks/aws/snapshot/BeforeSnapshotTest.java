package io.cdrwebhooks.aws.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.log.EventLog;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.crac.Context;
import org.crac.Resource;
import org.junit.jupiter.api.Test;

class BeforeSnapshotTest {
  private static final Map<String, String> SNAP_START =
      Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");

  private final Registered lambda = new Registered();
  private final List<String> log = new ArrayList<>();
  private final List<String> performed = new ArrayList<>();

  @Test
  void rehearsalWaitsForTheSnapshot() throws Exception {
    perform(SNAP_START, () -> performed.add("rehearsal"));
    assertThat(performed).isEmpty();

    lambda.takeSnapshot();

    assertThat(performed).containsExactly("rehearsal");
    assertThat(log).singleElement().asString().contains("snapshot.rehearsed", "durationMs");
  }

  @Test
  void functionWithoutASnapshotRehearsesNothing() throws Exception {
    perform(Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"), () -> performed.add("one"));
    perform(Map.of(), () -> performed.add("other"));

    lambda.takeSnapshot();

    assertThat(performed).isEmpty();
  }

  @Test
  void failedRehearsalIsLoggedAndTheDeploymentContinues() throws Exception {
    perform(
        SNAP_START,
        () -> {
          throw new IOException("no table");
        });

    lambda.takeSnapshot();

    assertThat(log)
        .singleElement()
        .asString()
        .contains("\"ERROR\"", "snapshot.rehearsal-failed", "no table");
  }

  /// Lambda's context catches an `Exception`; an `Error` ends the process, and the deployment with
  /// it.
  @Test
  void errorInARehearsalDoesNotStopTheDeployment() throws Exception {
    perform(
        SNAP_START,
        () -> {
          throw new NoClassDefFoundError("no class");
        });

    lambda.takeSnapshot();

    assertThat(log).singleElement().asString().contains("snapshot.rehearsal-failed", "no class");
  }

  private void perform(Map<String, String> environment, Rehearsal rehearsal) {
    EventLog to = new EventLog(InstantSource.system(), log::add);
    BeforeSnapshot.perform(environment, lambda, to, rehearsal);
  }

  /// Lambda's side of it.
  private static final class Registered extends Context<Resource> {
    private final List<Resource> resources = new ArrayList<>();

    @Override
    public void register(Resource resource) {
      resources.add(resource);
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
      throw new AssertionError("it has no parent");
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {
      throw new AssertionError("it has no parent");
    }

    void takeSnapshot() throws Exception {
      for (Resource resource : resources) {
        resource.beforeCheckpoint(this);
        resource.afterRestore(this);
      }
    }
  }
}
