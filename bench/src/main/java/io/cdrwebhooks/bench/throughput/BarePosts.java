package io.cdrwebhooks.bench.throughput;

import java.io.IOException;
import java.net.URI;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/// Requests to a receiver from the product's HTTP client alone: a connection for each, unsigned,
/// and nothing that watches over them.
record BarePosts(URI receiver, CloseableHttpClient http) implements AutoCloseable {
  private static final int CONNECTIONS = 1_000;

  static BarePosts to(URI receiver) {
    return new BarePosts(
        receiver,
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setMaxConnTotal(CONNECTIONS)
                    .setMaxConnPerRoute(CONNECTIONS)
                    .build())
            .setConnectionReuseStrategy((request, response, context) -> false)
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableContentCompression()
            .build());
  }

  /// Sends a body about a delivery, and reads the answer.
  void send(String delivery, byte[] body) throws IOException {
    HttpPost post = new HttpPost(receiver);
    post.setHeader("Content-Type", "application/json; charset=utf-8");
    post.setHeader("User-Agent", "CDR-Webhooks/1.0");
    post.setHeader("webhook-id", delivery);
    post.setEntity(new ByteArrayEntity(body, null));
    int status =
        http.execute(
            post,
            answer -> {
              EntityUtils.consume(answer.getEntity());
              return answer.getCode();
            });
    if (status / 100 != 2) {
      throw new IOException("the receiver answered " + status);
    }
  }

  @Override
  public void close() throws IOException {
    http.close();
  }
}
