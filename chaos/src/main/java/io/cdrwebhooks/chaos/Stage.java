package io.cdrwebhooks.chaos;

import io.cdrwebhooks.chaos.world.Dice;
import io.cdrwebhooks.chaos.world.DispatchChild;
import io.cdrwebhooks.chaos.world.DispatchProcess;
import io.cdrwebhooks.chaos.world.FaultProxy;
import io.cdrwebhooks.chaos.world.InjectedFaults;
import io.cdrwebhooks.chaos.world.Killer;
import io.cdrwebhooks.chaos.world.MisbehavingReceiver;
import io.cdrwebhooks.chaos.world.ReceivedRequests;
import io.cdrwebhooks.chaos.world.Recipient;
import io.cdrwebhooks.chaos.world.Recipient.Part;
import io.cdrwebhooks.chaos.world.Script;
import io.cdrwebhooks.chaos.world.Service;
import io.cdrwebhooks.chaos.world.Timeline;
import io.cdrwebhooks.chaos.world.World;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.local.Parts;
import io.cdrwebhooks.report.TaskId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// The connected parts of a run: the world, the proxies in front of it, the receivers, and the
/// dispatch process in between.
final class Stage implements AutoCloseable {
  private static final List<Part> RECEIVERS =
      List.of(Part.ORDINARY, Part.ORDINARY, Part.ORDINARY, Part.ORDINARY, Part.DEAD, Part.GONE);

  private final Parts started = new Parts();
  final ChaosSettings settings;
  final Dice dice;
  private final Timeline timeline = new Timeline();
  private final ReceivedRequests received = new ReceivedRequests();
  final AtomicBoolean deadIsDown = new AtomicBoolean(true);
  final AtomicBoolean goneAnswers410 = new AtomicBoolean(true);
  final World world;
  final Killer killer;
  final InjectedFaults faults;
  final List<Recipient> recipients = new ArrayList<>();
  final DispatchChild dispatch;

  Stage(ChaosSettings settings, Path folder) throws IOException, InterruptedException {
    this.settings = settings;
    this.dice = new Dice(settings.seed());
    this.killer = new Killer(settings.killsEvery(), Killer.COSTLIEST, timeline);
    this.faults = new InjectedFaults(dice);
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
              settings.daysPassTimes());
      dispatch = started.opened(DispatchChild.start(dispatchSettings, folder));
    } catch (IOException | InterruptedException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private URI proxy(Service service, URI target) {
    return started
        .opened(new FaultProxy(service, target, faults::next, killer, timeline))
        .endpoint();
  }

  private void startReceivers() throws IOException, InterruptedException {
    MisbehavingReceiver.Collaborators around =
        new MisbehavingReceiver.Collaborators(
            world.uploads(), received, new Script(dice), deadIsDown, goneAnswers410, killer);
    for (Part part : RECEIVERS) {
      int task = 101 + recipients.size();
      String name = part + "-" + task;
      int port = started.opened(new MisbehavingReceiver(name, part, around)).port();
      SignatureKey key = new SignatureKey("key-of-" + name + "-" + World.SECRET);
      URI url = URI.create("http://127.0.0.1:" + port + "/in");
      recipients.add(world.enter(name, part, new TaskId(task), key, url));
    }
  }

  Recipient gone() {
    return recipients.getLast();
  }

  /// Judges the run, whose dispatch process has ended.
  Verdict verdict() throws IOException, InterruptedException {
    Verdict verdict =
        new Verdict(
            world.uploads().all(),
            received,
            world.deliveries(),
            timeline,
            new DispatchLog(dispatch.log(), world.system().apiUrl()));
    verdict.judgeStored(ScannedDeliveries.read(world.system().clients().dynamoDb()));
    for (Recipient recipient : recipients) {
      verdict.judgeEnabled(recipient, world.isEnabled(recipient));
    }
    return verdict;
  }

  @Override
  public void close() {
    started.close();
  }
}
