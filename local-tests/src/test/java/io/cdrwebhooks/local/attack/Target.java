package io.cdrwebhooks.local.attack;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.RSAKey;
import io.cdrwebhooks.aws.dynamodb.DynamoDbDeliveries;
import io.cdrwebhooks.aws.dynamodb.DynamoDbDownloadLinks;
import io.cdrwebhooks.configapi.http.Route;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.link.AccessToken;
import io.cdrwebhooks.link.DownloadLink;
import io.cdrwebhooks.link.SecondFactor;
import io.cdrwebhooks.local.ApiClient;
import io.cdrwebhooks.local.LocalQueues;
import io.cdrwebhooks.local.LocalSecrets;
import io.cdrwebhooks.local.LocalSettings;
import io.cdrwebhooks.local.LocalSystem;
import io.cdrwebhooks.local.token.ApiToken;
import io.cdrwebhooks.local.token.TestTokens;
import io.cdrwebhooks.local.token.TokenKey;
import io.cdrwebhooks.receiver.ReceiverRules;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.TaskId;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/// The local system under attack, in memory and with the rules of a deployment for receivers. Two
/// customers have a configuration in it.
final class Target implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TaskId TASK = new TaskId(1);

  /// A public address, which nothing is sent to: no task uses the configurations.
  private static final URI RECEIVER = URI.create("https://93.184.215.14/hook");

  final List<String> log = new CopyOnWriteArrayList<>();
  final List<String> secrets = new CopyOnWriteArrayList<>();
  private final LocalSystem system;
  final RawHttp http;
  final TestTokens tokens;
  final ApiToken apiToken;
  final Customer attacked;
  final Customer other;

  /// A customer whose receiver may ask, with the delivery that it got.
  record Customer(ConfigurationId configuration, SignatureKey signature, DeliveryId delivery) {
    String keyText() {
      return new String(signature.bytes(), StandardCharsets.UTF_8);
    }
  }

  Target() throws IOException, InterruptedException {
    SecureRandom random = new SecureRandom();
    Path keyFile = Files.createTempDirectory("cdr-attack-").resolve("token-key.json");
    TokenKey key = TokenKey.keptIn(keyFile, random);
    RSAKey forger = read(keyFile);
    LocalSecrets made = LocalSecrets.random(random);
    LocalSecrets secretsOfSystem = new LocalSecrets(key, made.accessKey(), made.signature());
    system =
        LocalSystem.start(
            new LocalSettings(
                LocalSettings.Ports.FREE,
                Optional.empty(),
                secretsOfSystem,
                LocalQueues.STANDARD,
                ReceiverRules.PRODUCTION),
            _ -> {},
            LocalSystem.inputs(log::add, _ -> {}));
    try {
      http = RawHttp.of(system.apiUrl());
      tokens = new TestTokens(forger, system.apiUrl().resolve("/").toString(), Instant.now());
      apiToken = system.issueToken();
      secrets.add(apiToken.reveal());
      attacked = customer("Attacked");
      other = customer("Other");
    } catch (IOException | InterruptedException | RuntimeException e) {
      system.close();
      throw e;
    }
  }

  private static RSAKey read(Path keyFile) throws IOException {
    try {
      return RSAKey.parse(Files.readString(keyFile));
    } catch (ParseException e) {
      throw new IOException("the key of the tokens must be a JWK", e);
    } finally {
      Files.delete(keyFile);
      Files.delete(keyFile.getParent());
    }
  }

  private Customer customer(String name) throws IOException, InterruptedException {
    byte[] key = new byte[30];
    new SecureRandom().nextBytes(key);
    SignatureKey signature = new SignatureKey(Base64.getEncoder().encodeToString(key));
    String id =
        new ApiClient(system.apiUrl(), apiToken).createConfiguration(name, RECEIVER, signature);
    Customer customer =
        new Customer(new ConfigurationId(id), signature, DeliveryId.of(UUID.randomUUID()));
    secrets.add(customer.keyText());
    if (!(deliveries().record(delivery(customer)) instanceof Deliveries.Recording.Recorded)) {
      throw new IllegalStateException("the delivery must be new");
    }
    allowRequests(customer, name);
    return customer;
  }

  private DynamoDbDeliveries deliveries() {
    return new DynamoDbDeliveries(system.clients().dynamoDb(), LocalSystem.TABLES.deliveries());
  }

  private static ReportVersion report(DeliveryId delivery) {
    return new ReportVersion(
        LocalSettings.BUCKET, new ReportKey(TASK, delivery + ".zip"), Optional.empty());
  }

  private static Delivery delivery(Customer customer) {
    return new Delivery(
        customer.delivery(),
        Optional.of(customer.configuration()),
        new Delivery.Upload(
            report(customer.delivery()),
            Instant.now().truncatedTo(ChronoUnit.MILLIS),
            1,
            Optional.empty()),
        Instant.now().truncatedTo(ChronoUnit.MILLIS),
        DeliveryProgress.kept(DeliveryStatus.DELIVERED, ""));
  }

  /// Lets the receiver of a customer ask.
  private void allowRequests(Customer customer, String name) throws IOException {
    ObjectNode body = JSON.createObjectNode().put("name", name).put("url", RECEIVER.toString());
    body.putObject("receiverRequests").put("enabled", true);
    RawHttp.Answer answer =
        http.send(
            "PUT",
            Route.BASE + "/webhook-configurations/" + customer.configuration(),
            body.toString().getBytes(StandardCharsets.UTF_8),
            bearer(),
            "If-Match: *",
            "Content-Type: application/json");
    if (answer.status() != 200) {
      throw new IOException("the configuration must be saved: " + answer.body());
    }
  }

  /// Returns the header of an honest caller.
  String bearer() {
    return "Authorization: Bearer " + apiToken.reveal();
  }

  /// Issues a link to the report of the attacked customer, and returns its token.
  String issueLink(Instant validUntil, boolean revoked) {
    AccessToken token = AccessToken.of(UUID.randomUUID());
    secrets.add(token.reveal());
    new DynamoDbDownloadLinks(system.clients().dynamoDb(), LocalSystem.TABLES.downloadLinks())
        .issue(
            new DownloadLink(
                token.hash(),
                attacked.delivery(),
                report(attacked.delivery()),
                validUntil.truncatedTo(ChronoUnit.SECONDS),
                revoked,
                new SecondFactor.None(),
                Optional.empty(),
                Optional.empty()));
    return token.reveal();
  }

  @Override
  public void close() {
    system.close();
  }
}
