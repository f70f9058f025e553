package io.cdrwebhooks.chaos;

import io.cdrwebhooks.chaos.world.Dice;
import io.cdrwebhooks.chaos.world.DispatchChild;
import io.cdrwebhooks.chaos.world.DispatchProcess;
import io.cdrwebhooks.chaos.world.FaultProxy;
import io.cdrwebhooks.chaos.world.InjectedFaults;
import io.cdrwebhooks.chaos.world.Killer;
import io.cdrwebhooks.chaos.world.LinkFollower;
import io.cdrwebhooks.chaos.world.MisbehavingReceiver;
import io.cdrwebhooks.chaos.world.NoticesFile;
import io.cdrwebhooks.chaos.world.ReceivedRequests;
import io.cdrwebhooks.chaos.world.Recipient;
import io.cdrwebhooks.chaos.world.Recipient.Part;
import io.cdrwebhooks.chaos.world.Script;
import io.cdrwebhooks.chaos.world.Service;
import io.cdrwebhooks.chaos.world.Timeline;
import io.cdrwebhooks.chaos.world.World;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.emulators.http.LoopbackListener;
import io.cdrwebhooks.local.Parts;
import io.cdrwebhooks.report.TaskId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;

/// The connected parts of a run: the world, the proxies in front of it, the receivers, and the
/// dispatch process in between.
final class Stage implements AutoCloseable {
  private static final int ORDINARY = 4;

  private final Parts started = new Parts();
  final ChaosSettings settings;
  final Dice dice;
  final Timeline timeline = new Timeline();
  final ReceivedRequests received = new ReceivedRequests();
  final AtomicBoolean deadIsDown = new AtomicBoolean(true);
  final AtomicBoolean goneAnswers410 = new AtomicBoolean();
  final World world;
  final Killer killer;
  final InjectedFaults faults;
  final List<Recipient> recipients = new ArrayList<>();
  final DispatchChild dispatch;
  final NoticesFile notices;

  Stage(ChaosSettings settings, Path folder) throws IOException, InterruptedException {
    this.settings = settings;
    this.dice = new Dice(settings.seed());
    this.killer = new Killer(settings.kills(), dice, timeline);
    this.faults = new InjectedFaults(dice);
    this.notices = new NoticesFile(folder.resolve("notices.txt"));
    try {
      world = started.opened(new World(dice));
      startReceivers();
      DispatchProcess.Settings dispatchSettings =
          new DispatchProcess.Settings(
              proxy(Service.DYNAMODB, world.system().dynamoDbUrl()),
              proxy(Service.S3, world.system().s3Url()),
              URI.create(proxy(Service.SQS, world.system().sqsUrl()) + world.queuesPath()),
              world.system().apiUrl(),
              world.system().signatureKey(),
              notices.file(),
              settings.daysPassTimes());
      dispatch = started.opened(DispatchChild.start(dispatchSettings, folder));
    } catch (IOException | InterruptedException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private URI proxy(Service service, URI target) {
    return started.opened(new FaultProxy(service, target, faults, killer, timeline)).endpoint();
  }

  private void startReceivers() throws IOException, InterruptedException {
    LoopbackListener trap =
        new LoopbackListener("trap", _ -> received.redirectsFollowed.incrementAndGet());
    MisbehavingReceiver.Collaborators around =
        new MisbehavingReceiver.Collaborators(
            world.uploads(),
            received,
            new Script(dice),
            deadIsDown,
            goneAnswers410,
            killer,
            started.opened(new LinkFollower(dice, received)),
            started.opened(trap).port());
    for (Part part : Part.values()) {
      for (int i = 1; i <= (part == Part.ORDINARY ? ORDINARY : 1); i++) {
        String name = part.name().toLowerCase(Locale.ROOT) + "-" + i;
        int port = started.opened(new MisbehavingReceiver(name, part, around)).port();
        recipients.add(
            world.enter(
                name,
                part,
                new TaskId(101 + recipients.size()),
                new SignatureKey("key-of-" + name + "-" + World.SECRET),
                URI.create("http://127.0.0.1:" + port + "/in")));
      }
    }
  }

  Recipient only(Part part) {
    return recipients.stream().filter(each -> each.part() == part).findFirst().orElseThrow();
  }

  @Override
  public void close() {
    started.close();
  }
}
