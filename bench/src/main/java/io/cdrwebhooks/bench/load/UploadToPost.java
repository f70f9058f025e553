package io.cdrwebhooks.bench.load;

import io.cdrwebhooks.bench.measure.Figure;
import io.cdrwebhooks.bench.measure.Section;
import io.cdrwebhooks.bench.measure.Workbench;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.terms.SendLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Measures the time from the end of an upload to the request about it, on the local system, at a
/// rate that two cores carry. In turn with it, measures the same requests to the emulators without
/// dispatch. It does not measure the first `warmUps` uploads.
public record UploadToPost(int perSecond, int count, int warmUps) implements Section {
  private static final TaskId TASK = new TaskId(1);

  private static final double MAX_OF_EMULATORS = 1.2;

  /// The rate of warm-ups; a cold system cannot handle many more.
  private static final int WARM_UPS_PER_SECOND = 40;

  /// Creates the section with the sizes of `make bench`.
  public UploadToPost() {
    this(50, 150, 400);
  }

  @Override
  public List<Figure> measure(Workbench workbench) throws IOException, InterruptedException {
    try (LoadedSystem system = new LoadedSystem(workbench, "log", true)) {
      Receiver receiver = system.receiver(TASK, Optional.of(Duration.ZERO), SendLimits.STANDARD);
      var _ = system.probe(TASK, receiver, warmUps, WARM_UPS_PER_SECOND);
      try (EmulatorsAlone alone = new EmulatorsAlone(workbench, system, TASK, receiver)) {
        var _ = alone.probe(TASK, warmUps, WARM_UPS_PER_SECOND);
        return measure(workbench, system, receiver, alone);
      }
    }
  }

  private List<Figure> measure(
      Workbench workbench, LoadedSystem system, Receiver receiver, EmulatorsAlone alone)
      throws InterruptedException {
    List<double[]> ours = new ArrayList<>();
    List<double[]> emulators = new ArrayList<>();
    for (int run = 1; run <= workbench.runs(); run++) {
      ours.add(system.probe(TASK, receiver, count, perSecond));
      emulators.add(alone.probe(TASK, count, perSecond));
      workbench.sayRun(run);
    }
    String at = " at " + perSecond + "/s";
    Figure p99 = Figure.of("p99" + at, "ms", ours, run -> Figure.rank(run, 0.99));
    Figure ofEmulators =
        Figure.of("p99" + at + ", emulators alone", "ms", emulators, run -> Figure.rank(run, 0.99));
    return List.of(
        Figure.of("p50" + at, "ms", ours, run -> Figure.rank(run, 0.5)),
        p99,
        Figure.of("p50" + at + ", emulators alone", "ms", emulators, run -> Figure.rank(run, 0.5)),
        ofEmulators,
        p99.by(ofEmulators, "x the emulators").atMost(MAX_OF_EMULATORS));
  }
}
