package io.cdrwebhooks.chaos.verdict;

import io.cdrwebhooks.chaos.process.NoticesFile;
import io.cdrwebhooks.chaos.receiver.VisitorsBook;
import io.cdrwebhooks.chaos.timeline.Timeline;
import io.cdrwebhooks.chaos.world.Recipient;
import io.cdrwebhooks.chaos.world.Registry;
import io.cdrwebhooks.chaos.world.World;
import java.nio.file.Path;
import java.util.List;

/// Where a verdict looks, once all is over: the stores, what receivers saw, what the harness did,
/// what the process said.
public record Evidence(
    List<Recipient> recipients,
    World world,
    Registry registry,
    Timeline timeline,
    VisitorsBook book,
    NoticesFile notices,
    Path log) {
  public Evidence {
    recipients = List.copyOf(recipients);
  }
}
