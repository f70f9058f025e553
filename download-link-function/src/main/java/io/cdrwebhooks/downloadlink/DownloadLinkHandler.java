package io.cdrwebhooks.downloadlink;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.DynamoDbStores;
import io.cdrwebhooks.aws.http.HttpFunction;
import io.cdrwebhooks.aws.http.HttpRequest;
import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.aws.http.Problem;
import io.cdrwebhooks.aws.s3.S3PresignedUrls;
import io.cdrwebhooks.delivery.LinkUses;
import io.cdrwebhooks.link.AccessToken;
import io.cdrwebhooks.link.CallbackUrls;
import io.cdrwebhooks.link.DownloadLink;
import io.cdrwebhooks.link.DownloadLinks;
import io.cdrwebhooks.link.LinkCheck;
import io.cdrwebhooks.link.SecondFactor;
import io.cdrwebhooks.link.TokenHash;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.path.PublicPaths;
import io.cdrwebhooks.statistics.Statistics;
import io.cdrwebhooks.statistics.Tally;
import io.cdrwebhooks.time.Durations;
import io.cdrwebhooks.time.Instants;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/// Answers a request for a download link: redirects to the report, or explains why the link does
/// not work.
///
/// Thread-safe if its stores are. It logs a fault once and answers 500. No log line has a token,
/// its hash, or the URL of a report.
public final class DownloadLinkHandler implements RequestStreamHandler {
  private static final String SIGNATURE_HEADER = "x-cdr-signature";
  private static final int NO_BODY_IS_READ = 0;

  /// The text does not depend on whether receivers may renew links: looking that up would cost
  /// another read for each link.
  private static final String EXPIRED =
      "The download link has expired. If the operator allows it, renew-link at "
          + PublicPaths.BASE
          + PublicPaths.RECEIVER_REQUESTS
          + " answers with a fresh one.";

  /// The longest life of a report's URL. It is shorter if the link ends earlier.
  private static final Duration MAX_LIFE = Duration.ofMinutes(5);

  /// The longest life of a report's URL if the link needs more than its token. The URL itself needs
  /// nothing more, so it lives only as long as a receiver takes to follow it.
  private static final Duration PROTECTED_LIFE = Duration.ofSeconds(15);

  private static final Duration MIN_LIFE = Duration.ofSeconds(1);

  private final Stores stores;
  private final S3PresignedUrls urls;
  private final InstantSource clock;
  private final EventLog log;
  private final HttpFunction function;

  /// The stores that the handler reads and writes.
  public record Stores(DownloadLinks links, LinkUses uses, Statistics statistics) {}

  /// Creates the handler for Lambda, with the settings of this process.
  public DownloadLinkHandler() {
    this(DownloadLinkEnvironment.ofThisProcess());
    DownloadLinkEnvironment.rehearse(log);
  }

  private DownloadLinkHandler(DownloadLinkEnvironment environment) {
    // The function never closes its clients.
    AwsClients clients = new AwsClients(environment.aws());
    this(
        DownloadLinkEnvironment.stores(
            new DynamoDbStores(clients.dynamoDb(), environment.tables())),
        new S3PresignedUrls(clients.s3Presigner()),
        InstantSource.system(),
        EventLog.toStandardOutput());
  }

  public DownloadLinkHandler(
      Stores stores, S3PresignedUrls urls, InstantSource clock, EventLog log) {
    this.stores = stores;
    this.urls = urls;
    this.clock = clock;
    this.log = log;
    this.function = new HttpFunction(NO_BODY_IS_READ, Problem.of(500, "").toResponse(), log);
  }

  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context)
      throws IOException {
    function.handle(event, answer, this::answer);
  }

  private HttpResponse answer(HttpRequest request) {
    String path = request.path();
    // A distribution calls a longer path that ends with this one; the API's routes define it.
    int begin = path.lastIndexOf(CallbackUrls.PATH);
    String token = begin < 0 ? "" : path.substring(begin + CallbackUrls.PATH.length());
    if (token.isEmpty() || token.indexOf('/') >= 0) {
      return notFound();
    }
    return switch (request.method()) {
      case "GET", "HEAD" ->
          AccessToken.hashIfToken(token)
              .map(hash -> follow(hash, request))
              .orElseGet(DownloadLinkHandler::notFound);
      default -> Problem.of(405, "").toResponse().withHeader("Allow", "GET, HEAD");
    };
  }

  /// Checks the link of a token. An unknown token takes as long as a revoked one. The caller has
  /// already refused texts without the form of a token, so strangers who try many texts cause no
  /// reads and no log lines.
  private HttpResponse follow(TokenHash token, HttpRequest request) {
    Instant now = Instants.now(clock);
    return switch (LinkCheck.of(stores.links().find(token), now)) {
      case LinkCheck.Valid(DownloadLink link) ->
          satisfies(link.secondFactor(), request)
              ? redirect(link, request, now)
              : forbidden(link, request);
      case LinkCheck.Expired() ->
          refused("expired", Problem.of(410, EXPIRED).toResponse(), request);
      case LinkCheck.Unknown() -> refused("unknown", notFound(), request);
    };
  }

  private HttpResponse refused(String reason, HttpResponse answer, HttpRequest request) {
    log.info("link.refused", "reason", reason, "requestId", request.requestId());
    return answer;
  }

  private static boolean satisfies(SecondFactor factor, HttpRequest request) {
    return factor.isSatisfied(
        request.caller().sourceIp(), request.header(SIGNATURE_HEADER).orElse(""));
  }

  /// Refuses a request that has only the token. Only a client that knows a valid token gets this
  /// answer, so it may say what is missing.
  private HttpResponse forbidden(DownloadLink link, HttpRequest request) {
    boolean ofNetworks = link.secondFactor() instanceof SecondFactor.FromNetworks;
    log.warn(
        "link.refused",
        "reason",
        ofNetworks ? "network" : "signature",
        "deliveryId",
        link.delivery(),
        "requestId",
        request.requestId());
    return Problem.of(
            403,
            ofNetworks
                ? "The link works only from the receiver's networks, not from "
                    + request.caller().sourceIp()
                    + "."
                : "The link needs the header X-CDR-Signature: base64 of HMAC-SHA512 over the"
                    + " callbackURL, keyed with the Signature.")
        .toResponse();
  }

  /// Redirects to the report's URL. Previews and health checks send `HEAD`, so `HEAD` does not
  /// count as following the link. But its answer leads to the report's name and size, so the log
  /// has the caller.
  private HttpResponse redirect(DownloadLink link, HttpRequest request, Instant now) {
    boolean get = request.method().equals("GET");
    Duration life = life(link, now);
    URI location = get ? urls.forGet(link.report(), life) : urls.forHead(link.report(), life);
    if (get) {
      record(link, request, now);
    } else {
      log.info(
          "link.checked",
          "deliveryId",
          link.delivery(),
          "address",
          request.caller().sourceIp(),
          "requestId",
          request.requestId());
    }
    return HttpResponse.of(302).withHeader("Location", location.toASCIIString());
  }

  /// Returns the life of the URL. A URL counts its life in whole seconds from the second in which
  /// it is signed, so it ends by `validUntil`. At `validUntil` itself no second is left, and the
  /// URL lives for one.
  private static Duration life(DownloadLink link, Instant now) {
    Duration max = link.secondFactor() instanceof SecondFactor.None ? MAX_LIFE : PROTECTED_LIFE;
    Duration left = Duration.between(now.truncatedTo(ChronoUnit.SECONDS), link.validUntil());
    if (left.compareTo(max) > 0) {
      return max;
    }
    return Durations.longer(left, MIN_LIFE);
  }

  /// Records that a client followed the link. A fault is only logged, so that the receiver still
  /// gets its report.
  private void record(DownloadLink link, HttpRequest request, Instant now) {
    try {
      boolean first =
          stores
              .uses()
              .recordLinkFollowed(link.delivery(), link.followed(now, request.caller().sourceIp()));
      log.info("link.followed", "deliveryId", link.delivery(), "requestId", request.requestId());
      if (first) {
        count(link);
      }
    } catch (RuntimeException fault) {
      log.error(
          "link.not-recorded",
          fault,
          "deliveryId",
          link.delivery(),
          "requestId",
          request.requestId());
    }
  }

  /// Adds the followed link to the counts. Counts are approximate: if they cannot be added within
  /// [Statistics#MAX_ADD], they are lost.
  private void count(DownloadLink link) {
    Tally tally = new Tally(clock);
    tally.linkFollowed(link);
    try {
      stores.statistics().add(tally.drain());
    } catch (RuntimeException fault) {
      log.warn("counts.lost", fault, "deliveryId", link.delivery());
    }
  }

  private static HttpResponse notFound() {
    return Problem.of(404, "There is no such download link.").toResponse();
  }
}
