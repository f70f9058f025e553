package io.cdrwebhooks.dispatch.exchange;

import java.net.Socket;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.RegistryBuilder;

/// Builds connections that end with a FIN. The HTTP client closes each connection that it does not
/// keep with a linger time of zero. That resets the connection, and receivers log an error. The
/// system still resets a connection that is closed with an answer unread.
final class OrderlySockets extends PoolingHttpClientConnectionManagerBuilder {
  @Override
  protected HttpClientConnectionOperator createConnectionOperator(
      SchemePortResolver ports, DnsResolver names, TlsSocketStrategy tls) {
    return new DefaultHttpClientConnectionOperator(
        _ -> new OrderlySocket(),
        ports,
        names,
        RegistryBuilder.<TlsSocketStrategy>create().register(URIScheme.HTTPS.id, tls).build());
  }

  private static final class OrderlySocket extends Socket {
    @Override
    public void setSoLinger(boolean on, int seconds) {
      // This method deliberately does nothing: the linger time stays at the system's default.
    }
  }
}
