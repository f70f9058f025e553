package io.cdrwebhooks.local.attack;

import io.cdrwebhooks.configapi.http.Route;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/// `make attack`: attacks a local system of this process with all classes of attacks, and prints
/// how many attempts it made and how many succeeded. Everything is on 127.0.0.1.
///
/// Exit status 0 if none succeeded, at least [Attempts#LEAST] ran, and all controls held; otherwise
/// 1.
public final class Attack {
  private Attack() {}

  /// One class of attacks.
  private interface Attacks {
    void run(Attempts attempts) throws Exception;
  }

  /// Argument: the seed; empty for any.
  public static void main(String[] arguments) throws Exception {
    long seed =
        arguments[0].isEmpty()
            ? new SecureRandom().nextInt(1_000_000)
            : Long.parseLong(arguments[0]);
    System.out.println("Attacks on a local system, seed " + seed);
    Instant begun = Instant.now();
    Attempts attempts = new Attempts(System.out);
    try (Target target = new Target()) {
      run(target, new Random(seed), attempts);
    }
    boolean held = attempts.report();
    System.out.printf(
        "%s after %d s, seed %d: %d attempts, %d successes%n",
        held ? "HELD" : "BROKEN",
        Duration.between(begun, Instant.now()).toSeconds(),
        seed,
        attempts.attempts(),
        attempts.successes());
    System.exit(held ? 0 : 1);
  }

  private static void run(Target target, Random random, Attempts attempts) {
    made(target, attempts, new AddressAttacks(target, random)::run);
    made(target, attempts, new LinkAttacks(target, random)::run);
    made(target, attempts, new JwtAttacks(target.http, target.tokens, random)::run);
    made(target, attempts, new RequestAttacks(target, random)::run);
    made(target, attempts, new HeaderAttacks(target.http, target.bearer())::run);
    made(target, attempts, all -> searchLog(target, all));
  }

  /// Runs a class of attacks. If it cannot run to its end, the others still run.
  private static void made(Target target, Attempts attempts, Attacks attacks) {
    try {
      attacks.run(attempts);
      int status = target.http.send("GET", Route.BASE + Route.HEALTH).status();
      attempts.control("the system still answers", status == 200);
    } catch (Exception e) {
      attempts.fault(e + " at " + e.getStackTrace()[0]);
    }
  }

  /// Looks for each secret of the attacks above in the log of the functions.
  private static void searchLog(Target target, Attempts attempts) {
    attempts.begin("log", "no line of the log has a token, a key or a signature");
    attempts.control("lines were logged", !target.log.isEmpty());
    String lines = String.join("\n", target.log);
    for (String secret : target.secrets) {
      attempts.made("a secret in the log", !lines.contains(secret));
    }
  }
}
