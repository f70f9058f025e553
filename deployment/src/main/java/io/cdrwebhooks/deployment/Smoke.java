package io.cdrwebhooks.deployment;

import static io.cdrwebhooks.deployment.TrialFailure.expect;

import io.cdrwebhooks.local.Steps;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;

/// `make smoke`: tries a deployed environment, using only its stacks' outputs and an operator's
/// credentials. It prints each step with its time, and exits with 0 only if all of them passed.
///
/// Environment variable `API_TOKEN`: a token of the environment's own issuer with both scopes,
/// where the environment has no user pool, or no client for programs that change things.
public final class Smoke {
  private static final int MIN_ARGUMENTS = 3;
  private static final int LAST_PORT = 65_535;

  private Smoke() {}

  /// Arguments: the environment's name, the receiver's address as the deployment reaches it, and
  /// the port of 127.0.0.1 to which this address leads.
  public static void main(String[] arguments) {
    if (arguments.length < MIN_ARGUMENTS || arguments[1].isEmpty()) {
      System.err.println(
          "Name a receiver address that the deployment reaches and that leads to a port of this"
              + " machine: make smoke ENV=name RECEIVER=https://hooks.example.com/cdr"
              + " RECEIVER_PORT=8090");
      System.exit(1);
    }
    try {
      URI receiver = receiver(arguments[1]);
      int port = port(arguments[2]);
      Account account = new Account();
      System.exit(run(account, arguments[0], receiver, port, new Steps(System.out)) ? 0 : 1);
    } catch (TrialFailure e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static URI receiver(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new TrialFailure("RECEIVER must be an https address: " + text);
    }
  }

  private static int port(String text) {
    int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
    if (port < 1 || port > LAST_PORT) {
      throw new TrialFailure("RECEIVER_PORT must be a port from 1 to " + LAST_PORT + ": " + text);
    }
    return port;
  }

  /// Runs the steps and returns whether all passed; the first failure ends the run.
  static boolean run(Account account, String name, URI receiver, int receiverPort, Steps steps) {
    steps.title("CDR Webhooks: smoke test of " + name);
    try {
      Environment environment = Environment.find(account, name);
      steps.step(
          "stacks",
          "of account "
              + account.id()
              + " in "
              + account.region()
              + ", API at "
              + environment.apiUrl());
      Web web = new Web();
      expectApi(Api.of(environment, web, System.getenv()), steps);
      expectConsole(environment, web, steps);
      try (Trial trial = new Trial(environment, web, receiver, receiverPort, steps)) {
        SmokeSteps smoke = new SmokeSteps(trial);
        smoke.test();
        smoke.deliver();
        smoke.followLink();
        smoke.askForLink();
        smoke.redeliver();
        smoke.countRecovery();
        smoke.disableWithNotice();
      }
      steps.step("smoke", "OK: every step passed");
      return true;
    } catch (TrialFailure | SdkException e) {
      steps.step("smoke", "FAILED: " + e.getMessage());
      return false;
    }
  }

  private static void expectApi(Api api, Steps steps) {
    expect("GET /health", 200, api.web().get(URI.create(api.base() + "/health")).status());
    expect("A request with the issuer's token", 200, api.get("/webhook-configurations").status());
    Answer me = api.get("/me");
    // Version 1.0.0 does not know the route, and its tokens may write.
    if (me.status() == 200 && !me.json().path("mayWrite").asBoolean()) {
      throw new TrialFailure(
          "The token may only read: "
              + me.json().path("readOnlyReason").asText()
              + " Deploy with programsMayWrite=true, or set API_TOKEN");
    }
    steps.step("api", "healthy, and takes the issuer's token");
    URI address = URI.create(api.base() + "/webhook-configurations");
    expect("A request without a token", 401, api.web().get(address).status());
    expect("A forged token", 401, api.forged().get("/webhook-configurations").status());
    steps.step("api", "refuses a forged token and a request without one: 401");
  }

  private static void expectConsole(Environment environment, Web web, Steps steps) {
    Answer page = web.get(environment.consoleUrl());
    expect("The console's page", 200, page.status());
    Map<String, String> headers =
        Map.of(
            "x-frame-options", "DENY",
            "x-content-type-options", "nosniff",
            "referrer-policy", "no-referrer",
            "strict-transport-security", "max-age=31536000");
    headers.forEach((name, value) -> expect("The console's " + name, value, page.header(name)));
    if (!page.header("content-security-policy").contains("default-src 'none'")) {
      throw new TrialFailure("The console's page has no content-security-policy with default-src");
    }
    URI health = environment.consoleUrl().resolve(environment.apiUrl().getPath() + "/health");
    expect("The API at the console's address", 200, web.get(health).status());
    steps.step("console", "page, security headers and API at " + environment.consoleUrl());
  }
}
