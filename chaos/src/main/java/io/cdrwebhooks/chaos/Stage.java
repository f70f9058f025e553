package io.cdrwebhooks.chaos;

import io.cdrwebhooks.aws.kms.LocalKeyFileVault;
import io.cdrwebhooks.chaos.process.Certificates;
import io.cdrwebhooks.chaos.process.DispatchChild;
import io.cdrwebhooks.chaos.process.DispatchSettings;
import io.cdrwebhooks.chaos.process.HostsFile;
import io.cdrwebhooks.chaos.process.Killer;
import io.cdrwebhooks.chaos.process.NoticesFile;
import io.cdrwebhooks.chaos.proxy.FaultProxy;
import io.cdrwebhooks.chaos.proxy.Service;
import io.cdrwebhooks.chaos.proxy.Weather;
import io.cdrwebhooks.chaos.receiver.Circumstances;
import io.cdrwebhooks.chaos.receiver.LinkFollower;
import io.cdrwebhooks.chaos.receiver.MisbehavingReceiver;
import io.cdrwebhooks.chaos.receiver.Script;
import io.cdrwebhooks.chaos.receiver.Trap;
import io.cdrwebhooks.chaos.receiver.VisitorsBook;
import io.cdrwebhooks.chaos.timeline.Timeline;
import io.cdrwebhooks.chaos.world.Recipient;
import io.cdrwebhooks.chaos.world.Recipient.Part;
import io.cdrwebhooks.chaos.world.Registry;
import io.cdrwebhooks.chaos.world.World;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.report.TaskId;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

/// Everything a run needs, set up and connected: the world, the proxies before it, the receivers,
/// and the dispatch process in between.
final class Stage implements AutoCloseable {
  static final String FLIPPING_HOST = "flipping.cdr.test";
  private static final String TLS_HOST = "secure.cdr.test";
  static final String HERE = "127.0.0.1";
  private static final int ORDINARY = 4;

  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  final ChaosSettings settings;
  final Dice dice;
  final Timeline timeline = new Timeline();
  final VisitorsBook book = new VisitorsBook();
  final Circumstances circumstances = new Circumstances();
  final World world;
  final Registry registry;
  final Killer killer;
  final Weather weather;
  final HostsFile hosts;
  final NoticesFile notices;
  final Path log;
  final List<Recipient> recipients = new ArrayList<>();
  final DispatchChild dispatch;

  Stage(ChaosSettings settings, Path folder) throws IOException, InterruptedException {
    this.settings = settings;
    this.dice = new Dice(settings.seed());
    this.killer = new Killer(settings.kills(), dice, timeline);
    this.weather = new Weather(dice);
    this.hosts = new HostsFile(folder.resolve("hosts"));
    this.notices = new NoticesFile(folder.resolve("notices.txt"));
    hosts.set(FLIPPING_HOST, HERE);
    hosts.set(TLS_HOST, HERE);
    try {
      Path keyFile = folder.resolve("signature-key");
      LocalKeyFileVault vault = LocalKeyFileVault.open(keyFile, new SecureRandom());
      world = opened(new World(dice));
      registry = new Registry(world, vault);
      Certificates certificates = Certificates.make(folder, TLS_HOST);
      receive(certificates);
      DispatchChild.Files files =
          new DispatchChild.Files(
              folder, hosts.file(), certificates.trustStore(), certificates.password());
      log = files.log();
      dispatch =
          opened(
              DispatchChild.start(
                  new DispatchSettings(
                      proxies(),
                      world.accessKey().id(),
                      world.accessKey().secret(),
                      World.BUCKET,
                      world.gatewayUrl(),
                      keyFile,
                      notices.file(),
                      settings.daysPassTimes()),
                  files));
    } catch (IOException | InterruptedException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private <T extends AutoCloseable> T opened(T part) {
    started.push(part);
    return part;
  }

  private DispatchSettings.Endpoints proxies() {
    URI dynamoDb = proxy(Service.DYNAMODB, world.dynamoDbUrl());
    URI s3 = proxy(Service.S3, world.s3Url());
    URI sqs = proxy(Service.SQS, world.sqsUrl());
    return new DispatchSettings.Endpoints(dynamoDb, s3, URI.create(sqs + world.queuesPath()));
  }

  private URI proxy(Service service, URI target) {
    return opened(new FaultProxy(service, target, weather, killer, timeline)).endpoint();
  }

  private void receive(Certificates certificates) {
    MisbehavingReceiver.Surroundings around =
        new MisbehavingReceiver.Surroundings(
            world.uploads(),
            book,
            new Script(dice),
            circumstances,
            killer,
            opened(new LinkFollower(dice, book)),
            opened(new Trap(book)).port(),
            certificates.server());
    for (Part part : Part.values()) {
      for (int i = 1; i <= (part == Part.ORDINARY ? ORDINARY : 1); i++) {
        String name = part.name().toLowerCase(java.util.Locale.ROOT) + "-" + i;
        int port = opened(new MisbehavingReceiver(name, part, around)).port();
        Recipient recipient = recipient(name, part, port);
        recipients.add(recipient);
        registry.enter(recipient);
      }
    }
  }

  private Recipient recipient(String name, Part part, int port) {
    int number = recipients.size() + 1;
    byte[] id = ("configuration " + settings.seed() + name).getBytes(StandardCharsets.UTF_8);
    String host =
        switch (part) {
          case FLIPPING -> FLIPPING_HOST;
          case TLS -> TLS_HOST;
          case ORDINARY, HEALTHY, GONE, DEAD, NEVER -> HERE;
        };
    return new Recipient(
        name,
        part,
        new TaskId(100 + number),
        ConfigurationId.of(UUID.nameUUIDFromBytes(id)),
        new SignatureKey("key-of-" + name + "-of-no-worth"),
        URI.create((part == Part.TLS ? "https://" : "http://") + host + ":" + port + "/in"));
  }

  Recipient only(Part part) {
    return recipients.stream().filter(each -> each.part() == part).findFirst().orElseThrow();
  }

  @Override
  public void close() {
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception e) {
        System.err.println("a part of the run did not stop: " + e);
      }
    }
  }
}
