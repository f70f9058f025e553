package io.cdrwebhooks.bench.throughput;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/// Signed requests to a receiver from the product's HTTP client alone: a connection for each, the
/// same headers, both signatures, and nothing that watches over them.
final class BarePosts implements AutoCloseable {
  private static final int CONNECTIONS = 1_000;
  private static final byte[] KEY =
      "of-no-worth-but-long-enough-for-an-hmac".getBytes(StandardCharsets.UTF_8);

  private final CloseableHttpClient http =
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
          .build();
  private final URI receiver;

  BarePosts(URI receiver) {
    this.receiver = receiver;
  }

  /// Sends a body about a delivery, and reads the answer.
  void send(String delivery, byte[] body) throws IOException {
    String second = Long.toString(System.currentTimeMillis() / 1_000);
    byte[] prefix = (delivery + "." + second + ".").getBytes(StandardCharsets.UTF_8);
    HttpPost post = new HttpPost(receiver);
    post.setHeader("Content-Type", "application/json; charset=utf-8");
    post.setHeader("User-Agent", "CDR-Webhooks/1.0");
    post.setHeader("X-CDR-Signature", mac("HmacSHA512", body));
    post.setHeader("webhook-id", delivery);
    post.setHeader("webhook-timestamp", second);
    post.setHeader("webhook-signature", "v1," + mac("HmacSHA256", prefix, body));
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

  private static String mac(String algorithm, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(KEY, algorithm));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return Base64.getEncoder().encodeToString(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }

  @Override
  public void close() throws IOException {
    http.close();
  }
}
