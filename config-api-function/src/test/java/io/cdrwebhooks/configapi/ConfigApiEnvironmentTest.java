package io.cdrwebhooks.configapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.aws.dynamodb.table.TableNames;
import io.cdrwebhooks.aws.http.HttpRequest.Distribution;
import io.cdrwebhooks.aws.sqs.WorkQueues;
import io.cdrwebhooks.receiver.ReceiverRules;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigApiEnvironmentTest {
  /// The variables of the deployment's template, and those that Lambda adds.
  static final Map<String, String> VARIABLES =
      Map.ofEntries(
          Map.entry("WEBHOOK_CONFIGURATIONS_TABLE", "configurations"),
          Map.entry("CDR_TASKS_TABLE", "tasks"),
          Map.entry("DELIVERIES_TABLE", "deliveries"),
          Map.entry("DOWNLOAD_LINKS_TABLE", "links"),
          Map.entry("STATISTICS_TABLE", "statistics"),
          Map.entry("CHANGES_TABLE", "changes"),
          Map.entry("DUE_ATTEMPTS_QUEUE_URL", "https://sqs.example/1/due"),
          Map.entry("BACKGROUND_WORK_QUEUE_URL", "https://sqs.example/1/background"),
          Map.entry("REPORT_BUCKET", "reports"),
          Map.entry("NOTICES_BUS_NAME", "notices"),
          Map.entry("SIGNATURE_KMS_KEY_ID", "key"),
          Map.entry("CALLBACK_BASE_URL", "https://cdr.example.com"),
          Map.entry("AWS_REGION", "eu-central-1"));

  private final Map<String, String> variables = new HashMap<>(VARIABLES);

  static Set<String> required() {
    return VARIABLES.keySet();
  }

  @ParameterizedTest
  @MethodSource("required")
  void missingVariableIsNamed(String name) {
    variables.put(name, "");

    assertThatThrownBy(() -> ConfigApiEnvironment.read(variables)).hasMessageContaining(name);
  }

  @Test
  void handlerCallsTheConfiguredEndpoint() throws IOException {
    String endpoint;
    try (ServerSocket closedPort = new ServerSocket(0)) {
      endpoint = "http://127.0.0.1:" + closedPort.getLocalPort();
    }
    variables.put("AWS_ENDPOINT_URL", endpoint);
    variables.put("AWS_ACCESS_KEY_ID", "tests");
    variables.put("AWS_SECRET_ACCESS_KEY", "tests");
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    ConfigApiHandler handler = handlerThatLogsTo(log);

    assertThat(answer(handler, "/health")).contains("\"statusCode\":200");
    assertThat(answer(handler, "/cdr-tasks/1")).contains("\"statusCode\":500");
    assertThat(log.toString(StandardCharsets.UTF_8)).contains("Connect to " + endpoint + " failed");
  }

  private ConfigApiHandler handlerThatLogsTo(OutputStream log) {
    PrintStream out = System.out;
    System.setOut(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      return new ConfigApiHandler(ConfigApiEnvironment.read(variables));
    } finally {
      System.setOut(out);
    }
  }

  private static String answer(ConfigApiHandler handler, String path) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    handler.handleRequest(TestApi.request("GET", path).stream(), answer, null);
    return answer.toString(StandardCharsets.UTF_8);
  }

  @Test
  void variablesAreRead() {
    ConfigApiEnvironment environment = ConfigApiEnvironment.read(variables);

    assertThat(environment.tables())
        .isEqualTo(
            new TableNames(
                "configurations", "tasks", "deliveries", "links", "statistics", "changes"));
    assertThat(environment.queues())
        .isEqualTo(
            new WorkQueues(
                URI.create("https://sqs.example/1/due"),
                URI.create("https://sqs.example/1/background")));
    assertThat(environment.reportBucket()).isEqualTo("reports");
    assertThat(environment.signatureKeyId()).isEqualTo("key");
    assertThat(environment.receiverRules()).isEqualTo(ReceiverRules.PRODUCTION);
    assertThat(environment.aws().region().id()).isEqualTo("eu-central-1");
  }

  @ParameterizedTest
  @CsvSource({"true,true", "'',false"})
  void onlyTrueMeansThatLinksHideCallers(String value, boolean hide) {
    assertThat(ConfigApiEnvironment.read(variables).linksHideCallers()).isFalse();
    variables.put("LINKS_HIDE_CALLERS", value);

    assertThat(ConfigApiEnvironment.read(variables).linksHideCallers()).isEqualTo(hide);
  }

  @Test
  void hostsThatMayReceiveWebhooksAreRead() {
    assertThat(ConfigApiEnvironment.read(variables).receiverRules().allowedHosts()).isEmpty();
    variables.put("ALLOWED_RECEIVER_HOSTS", "cdr.example.com, *.Example.org");
    assertThat(ConfigApiEnvironment.read(variables).receiverRules().allowedHosts())
        .containsExactly("cdr.example.com", "*.example.org");

    variables.put("ALLOWED_RECEIVER_HOSTS", "*");
    assertThatThrownBy(() -> ConfigApiEnvironment.read(variables))
        .hasMessageStartingWith("ALLOWED_RECEIVER_HOSTS: an allowed host must be");
  }

  @Test
  void deploymentHasStandardScopesAndNoAddressesByDefault() {
    assertThat(ConfigApiEnvironment.read(variables).deployment())
        .isEqualTo(
            new Deployment(
                List.of(),
                URI.create("https://cdr.example.com"),
                false,
                new Deployment.Scopes("webhooks/read", "webhooks/write")));

    variables.put("EGRESS_IPS", " 203.0.113.1 ,2001:db8::/64 ");
    variables.put("READ_SCOPE", "see");
    variables.put("WRITE_SCOPE", "do");
    assertThat(ConfigApiEnvironment.read(variables).deployment())
        .isEqualTo(
            new Deployment(
                List.of("203.0.113.1", "2001:db8::/64"),
                URI.create("https://cdr.example.com"),
                false,
                new Deployment.Scopes("see", "do")));
  }

  @Test
  void writersAndDistributionAreReadAndEmptyByDefault() {
    Deployment without = ConfigApiEnvironment.read(variables).deployment();
    assertThat(without.writersGroup()).isEmpty();
    assertThat(without.console()).isEmpty();
    variables.put("WRITERS_GROUP", "writers");
    variables.put("DISTRIBUTION_SECRET", "secret-of-the-distribution");

    Deployment deployment = ConfigApiEnvironment.read(variables).deployment();
    assertThat(deployment.writersGroup()).contains("writers");
    assertThat(deployment.console()).contains(new Distribution("secret-of-the-distribution"));
  }

  @ParameterizedTest
  @CsvSource({
    "EGRESS_IPS,'203.0.113.1,',EGRESS_IPS",
    "EGRESS_IPS,our-nat,EGRESS_IPS",
    "READ_SCOPE,'',scopes",
    "READ_SCOPE,a b,scopes",
    "WRITE_SCOPE,'a\"b',scopes",
    "WRITE_SCOPE,[a],scopes"
  })
  void unusableSettingIsNamed(String name, String value, String named) {
    variables.put(name, value);

    assertThatThrownBy(() -> ConfigApiEnvironment.read(variables)).hasMessageContaining(named);
  }
}
