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
/// rate that two cores carry. It does not measure the first `warmUps` uploads.
public record UploadToPost(int perSecond, int count, int warmUps) implements Section {
  private static final TaskId TASK = new TaskId(1);

  /// The rate of warm-ups; a cold system cannot handle many more.
  private static final int WARM_UPS_PER_SECOND = 40;

  /// Creates the section with the sizes of `make bench`.
  public UploadToPost() {
    this(50, 150, 400);
  }

  @Override
  public List<Figure> measure(Workbench workbench) throws IOException, InterruptedException {
    List<double[]> millis = new ArrayList<>();
    try (LoadedSystem system = new LoadedSystem(workbench, "log")) {
      Receiver receiver = system.receiver(TASK, Optional.of(Duration.ZERO), SendLimits.STANDARD);
      var _ = system.probe(TASK, receiver, warmUps, WARM_UPS_PER_SECOND);
      for (int run = 1; run <= workbench.runs(); run++) {
        millis.add(system.probe(TASK, receiver, count, perSecond));
        workbench.sayRun(run);
      }
    }
    String at = " at " + perSecond + "/s";
    return List.of(
        Figure.of("p50" + at, "ms", millis, run -> Figure.rank(run, 0.5)),
        Figure.of("p99" + at, "ms", millis, run -> Figure.rank(run, 0.99)));
  }
}
