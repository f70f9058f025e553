package io.cdrwebhooks.chaos;

import io.cdrwebhooks.aws.kms.LocalKeyFileVault;
import io.cdrwebhooks.chaos.http.LoopbackListener;
import io.cdrwebhooks.chaos.process.DispatchChild;
import io.cdrwebhooks.chaos.process.DispatchSettings;
import io.cdrwebhooks.chaos.process.Killer;
import io.cdrwebhooks.chaos.process.NoticesFile;
import io.cdrwebhooks.chaos.proxy.FaultProxy;
import io.cdrwebhooks.chaos.proxy.Service;
import io.cdrwebhooks.chaos.proxy.Weather;
import io.cdrwebhooks.chaos.receiver.LinkFollower;
import io.cdrwebhooks.chaos.receiver.MisbehavingReceiver;
import io.cdrwebhooks.chaos.receiver.Script;
import io.cdrwebhooks.chaos.receiver.VisitorsBook;
import io.cdrwebhooks.chaos.timeline.Dice;
import io.cdrwebhooks.chaos.timeline.Timeline;
import io.cdrwebhooks.chaos.verdict.Verdict.Evidence;
import io.cdrwebhooks.chaos.world.Recipient;
import io.cdrwebhooks.chaos.world.Recipient.Part;
import io.cdrwebhooks.chaos.world.Registry;
import io.cdrwebhooks.chaos.world.StartedParts;
import io.cdrwebhooks.chaos.world.World;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.report.TaskId;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/// The connected parts of a run: the world, the proxies in front of it, the receivers, and the
/// dispatch process in between.
final class Stage implements AutoCloseable {
  private static final int ORDINARY = 4;

  private final StartedParts started = new StartedParts();
  final ChaosSettings settings;
  final Dice dice;
  final Timeline timeline = new Timeline();
  final VisitorsBook book = new VisitorsBook();
  final AtomicBoolean deadIsDown = new AtomicBoolean(true);
  final AtomicBoolean goneAnswers410 = new AtomicBoolean();
  final World world;
  final Registry registry;
  final Killer killer;
  final Weather weather;
  final List<Recipient> recipients = new ArrayList<>();
  final DispatchChild dispatch;
  private final NoticesFile notices;

  Stage(ChaosSettings settings, Path folder) throws IOException, InterruptedException {
    this.settings = settings;
    this.dice = new Dice(settings.seed());
    this.killer = new Killer(settings.kills(), dice, timeline);
    this.weather = new Weather(dice);
    this.notices = new NoticesFile(folder.resolve("notices.txt"));
    try {
      Path keyFile = folder.resolve("signature-key");
      world = started.add(new World(dice));
      registry = new Registry(world, LocalKeyFileVault.open(keyFile, new SecureRandom()));
      startReceivers();
      DispatchSettings dispatchSettings =
          new DispatchSettings(
              proxy(Service.DYNAMODB, world.dynamoDbUrl()),
              proxy(Service.S3, world.s3Url()),
              URI.create(proxy(Service.SQS, world.sqsUrl()) + world.queuesPath()),
              world.gatewayUrl(),
              keyFile,
              notices.file(),
              settings.daysPassTimes());
      dispatch = started.add(DispatchChild.start(dispatchSettings, folder));
    } catch (IOException | InterruptedException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private URI proxy(Service service, URI target) {
    return started.add(new FaultProxy(service, target, weather, killer, timeline)).endpoint();
  }

  private void startReceivers() {
    MisbehavingReceiver.Collaborators around =
        new MisbehavingReceiver.Collaborators(
            world.uploads(),
            book,
            new Script(dice),
            deadIsDown,
            goneAnswers410,
            killer,
            started.add(new LinkFollower(dice, book)),
            started.add(LoopbackListener.start("trap", _ -> book.redirectFollowed())).port());
    for (Part part : Part.values()) {
      for (int i = 1; i <= (part == Part.ORDINARY ? ORDINARY : 1); i++) {
        String name = part.name().toLowerCase(Locale.ROOT) + "-" + i;
        int port = started.add(new MisbehavingReceiver(name, part, around)).port();
        Recipient recipient = recipient(name, part, port);
        recipients.add(recipient);
        registry.enter(recipient);
      }
    }
  }

  private Recipient recipient(String name, Part part, int port) {
    byte[] id = ("configuration " + settings.seed() + name).getBytes(StandardCharsets.UTF_8);
    return new Recipient(
        name,
        part,
        new TaskId(101 + recipients.size()),
        ConfigurationId.of(UUID.nameUUIDFromBytes(id)),
        new SignatureKey("key-of-" + name + "-" + World.SECRET),
        URI.create("http://127.0.0.1:" + port + "/in"));
  }

  Recipient only(Part part) {
    return recipients.stream().filter(each -> each.part() == part).findFirst().orElseThrow();
  }

  Evidence evidence() throws IOException {
    return new Evidence(
        recipients, world, registry, timeline, book, killer, notices.lines(), dispatch.log());
  }

  @Override
  public void close() {
    started.close();
  }
}
