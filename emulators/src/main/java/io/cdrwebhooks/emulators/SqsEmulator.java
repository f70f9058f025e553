package io.cdrwebhooks.emulators;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.pekko.actor.ActorSystem;
import org.elasticmq.NodeAddress;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// SQS on 127.0.0.1: ElasticMQ, embedded, with SQS's own limits. It accepts one access key's id
/// without checking signatures ([GuardedPort]).
///
/// Messages are on the heap and are lost when it closes. ElasticMQ can store them only in a
/// database that the whole JVM shares. A system that keeps objects and tables over a restart must
/// recover lost messages from them. Thread-safe.
public final class SqsEmulator implements AutoCloseable {
  private static final String ACCOUNT = "000000000000";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SQSRestServer server;
  private final ActorSystem actors;
  private final GuardedPort guard;

  private SqsEmulator(SQSRestServer server, ActorSystem actors, GuardedPort guard) {
    this.server = server;
    this.actors = actors;
    this.guard = guard;
  }

  /// Starts an emulator on a free port that refuses callers without this access key's id, and pages
  /// of other sites. Returns when it listens and has the queues.
  public static SqsEmulator start(List<QueueDefinition> queues, AccessKey known) {
    SqsEmulator emulator = listen(new GuardedPort(known));
    try (SqsClient sqs = known.sqs(emulator.endpoint())) {
      // The dead-letter queue must exist before its queue.
      queues.stream()
          .sorted(Comparator.comparing(queue -> queue.deadLetters() != null))
          .forEach(queue -> create(queue, sqs));
    } catch (RuntimeException failure) {
      emulator.close();
      throw failure;
    }
    return emulator;
  }

  /// Returns a random address of 127.0.0.0/8, so that no page in a browser can find the server
  /// behind the guard. If only 127.0.0.1 exists, as on macOS, returns 127.0.0.1.
  private static String anyLoopbackAddress() {
    Random random = new SecureRandom();
    String any =
        "127.%d.%d.%d"
            .formatted(random.nextInt(1, 255), random.nextInt(1, 255), random.nextInt(1, 255));
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.ofLiteral(any))) {
      return probe.getInetAddress().getHostAddress();
    } catch (IOException absent) {
      return Ports.LOOPBACK;
    }
  }

  public URI endpoint() {
    return Ports.http(guard.port());
  }

  /// Returns the URL of a queue of this name, whether or not it exists.
  public String queueUrl(String name) {
    return endpoint() + "/" + ACCOUNT + "/" + name;
  }

  @Override
  public void close() {
    guard.close();
    var _ = server.stopAndWait();
    actors.terminate();
  }

  private static SqsEmulator listen(GuardedPort guard) {
    ClassLoader loader = SqsEmulator.class.getClassLoader();
    ActorSystem actors =
        ActorSystem.create(
            "elasticmq",
            ConfigFactory.parseResources(loader, "io/cdrwebhooks/emulators/actors.conf")
                .withFallback(ConfigFactory.load(loader)),
            loader);
    try {
      SQSRestServer server =
          SQSRestServerBuilder.withActorSystem(actors)
              .withInterface(anyLoopbackAddress())
              .withPort(0)
              .withAWSRegion(AccessKey.REGION)
              .withAWSAccountId(ACCOUNT)
              .withServerAddress(new NodeAddress("http", Ports.LOOPBACK, guard.port(), ""))
              .start();
      guard.leadTo(server.waitUntilStarted().localAddress());
      return new SqsEmulator(server, actors, guard);
    } catch (Exception failure) {
      guard.close();
      actors.terminate();
      throw new EmulatorException("ElasticMQ did not start: " + failure.getMessage(), failure);
    }
  }

  private static void create(QueueDefinition queue, SqsClient sqs) {
    Map<QueueAttributeName, String> attributes = new EnumMap<>(QueueAttributeName.class);
    attributes.put(
        QueueAttributeName.VISIBILITY_TIMEOUT,
        Long.toString(queue.visibilityTimeout().toSeconds()));
    QueueDefinition.DeadLetters deadLetters = queue.deadLetters();
    if (deadLetters != null) {
      ObjectNode policy =
          JSON.createObjectNode()
              .put("deadLetterTargetArn", arn(deadLetters.queueName()))
              .put("maxReceiveCount", deadLetters.maxReceiveCount());
      attributes.put(QueueAttributeName.REDRIVE_POLICY, policy.toString());
    }
    var _ = sqs.createQueue(request -> request.queueName(queue.name()).attributes(attributes));
  }

  private static String arn(String queueName) {
    return "arn:aws:sqs:%s:%s:%s".formatted(AccessKey.REGION, ACCOUNT, queueName);
  }
}
