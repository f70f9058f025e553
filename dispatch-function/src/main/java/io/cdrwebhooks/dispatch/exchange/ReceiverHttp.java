package io.cdrwebhooks.dispatch.exchange;

import io.cdrwebhooks.aws.OnDemand;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.impl.io.DefaultClassicHttpResponseFactory;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.message.LazyLaxLineParser;
import org.apache.hc.core5.util.Timeout;

/// The HTTP client for receivers. It retries, redirects and decompresses nothing by itself.
///
/// It refuses to resolve names, so no connection can bypass the address guard. Every exchange uses
/// the context of its [PhaseTimes].
record ReceiverHttp(CloseableHttpClient client) {
  private static final int CONNECTIONS = 1_000;
  private static final Http1Config HTTP1_LIMITS =
      Http1Config.custom().setMaxHeaderCount(100).setMaxLineLength(8_192).build();

  /// Creates the production client, with the platform's trust store.
  static ReceiverHttp create(ExchangeLimits limits) {
    return create(limits, ReceiverHttp::platformTrust, ReceiverHttp::platformManagers);
  }

  /// Creates the client. `trust` provides the trusted certificates. It is called at the first
  /// request by https. `managers` does the same for requests with a client certificate.
  static ReceiverHttp create(
      ExchangeLimits limits, Supplier<SSLContext> trust, Supplier<TrustManager[]> managers) {
    TimedTls tls =
        new TimedTls(
            new OnDemand<>(() -> TimedTls.trusting(trust.get())), new OnDemand<>(managers));
    return new ReceiverHttp(
        HttpClients.custom()
            .setConnectionManager(connections(limits, tls))
            .setRequestExecutor(new SingleRequest())
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setResponseTimeout(timeout(limits.whole()))
                    .setExpectContinueEnabled(false)
                    .setProtocolUpgradeEnabled(false)
                    .build())
            // A receiver may close a kept connection; a request over it would be a failed attempt.
            .setConnectionReuseStrategy((request, response, context) -> false)
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableContentCompression()
            .disableDefaultUserAgent()
            .build());
  }

  private static PoolingHttpClientConnectionManager connections(
      ExchangeLimits limits, TimedTls tls) {
    return new OrderlyConnections()
        .setTlsSocketStrategy(tls)
        .setDnsResolver(new RefusingResolver())
        .setMaxConnTotal(CONNECTIONS)
        .setMaxConnPerRoute(CONNECTIONS)
        .setDefaultSocketConfig(SocketConfig.custom().setSoTimeout(timeout(limits.whole())).build())
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(timeout(limits.connect()))
                .setSocketTimeout(timeout(limits.whole()))
                .build())
        .setConnectionFactory(
            ManagedHttpClientConnectionFactory.builder()
                .http1Config(HTTP1_LIMITS)
                // The parser accepts malformed headers, but does not skip lines before the status
                // line.
                .responseParserFactory(
                    new DefaultHttpResponseParserFactory(
                        HTTP1_LIMITS,
                        LazyLaxLineParser.INSTANCE,
                        DefaultClassicHttpResponseFactory.INSTANCE))
                .build())
        .build();
  }

  /// Returns the TLS context with the certificates that the platform trusts.
  static SSLContext platformTrust() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the default TLS context is missing", e);
    }
  }

  private static TrustManager[] platformManagers() {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      return factory.getTrustManagers();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the platform's trust store is missing", e);
    }
  }

  private static Timeout timeout(Duration duration) {
    return Timeout.of(duration);
  }

  private static final class RefusingResolver extends SystemDefaultDnsResolver {
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      throw new UnknownHostException("names must be resolved by ReceiverVetting: " + host);
    }
  }

  /// Builds connections that end with a FIN. The HTTP client closes each connection that it does
  /// not keep with a linger time of zero. That resets the connection, and receivers log an error.
  /// The system still resets a connection that is closed with an answer unread.
  private static final class OrderlyConnections extends PoolingHttpClientConnectionManagerBuilder {
    @Override
    protected HttpClientConnectionOperator createConnectionOperator(
        SchemePortResolver ports, DnsResolver names, TlsSocketStrategy tls) {
      return new DefaultHttpClientConnectionOperator(
          _ -> new OrderlySocket(),
          ports,
          names,
          RegistryBuilder.<TlsSocketStrategy>create().register(URIScheme.HTTPS.id, tls).build());
    }
  }

  private static final class OrderlySocket extends Socket {
    @Override
    public void setSoLinger(boolean on, int seconds) {
      // This method deliberately does nothing: the linger time stays at the system's default.
    }
  }
}
