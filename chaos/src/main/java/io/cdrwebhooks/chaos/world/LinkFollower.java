package io.cdrwebhooks.chaos.world;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Follows some of the links in accepted requests, and compares the files with the uploaded
/// reports.
public final class LinkFollower implements AutoCloseable {
  private static final double SHARE = 0.2;

  private final Dice dice;
  private final ReceivedRequests received;
  private final HttpClient http =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  public LinkFollower(Dice dice, ReceivedRequests received) {
    this.dice = dice;
    this.received = received;
  }

  void maybeFollow(Upload upload, String callbackUrl) {
    if (dice.happens(SHARE, "follow", upload.report().label())) {
      var _ = threads.submit(() -> follow(upload, callbackUrl));
    }
  }

  private void follow(Upload upload, String callbackUrl) {
    try {
      HttpResponse<byte[]> redirect = get(callbackUrl);
      String location = redirect.headers().firstValue("Location").orElse("");
      if (redirect.statusCode() != 302 || location.isEmpty()) {
        received.complain("the link of " + upload.id() + " answered " + redirect.statusCode());
        return;
      }
      HttpResponse<byte[]> report = get(location);
      if (report.statusCode() != 200 || !Arrays.equals(report.body(), upload.report().content())) {
        received.complain(
            "the link of " + upload.id() + " served a file that differs from the report");
        return;
      }
      received.linksFollowed.incrementAndGet();
    } catch (IOException e) {
      received.complain("the link of " + upload.id() + " could not be followed: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpResponse<byte[]> get(String url) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  @Override
  public void close() {
    threads.close();
    http.close();
  }
}
