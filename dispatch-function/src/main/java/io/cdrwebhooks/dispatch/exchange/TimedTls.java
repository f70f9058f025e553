package io.cdrwebhooks.dispatch.exchange;

import io.cdrwebhooks.gateway.TlsIdentity;
import java.io.IOException;
import java.net.Socket;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.HttpsSupport;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/// A TLS strategy that measures its handshakes. `tls` has no client certificate; an exchange whose
/// context has an identity gets a strategy for that identity, which trusts the servers of `trust`.
record TimedTls(Supplier<TlsSocketStrategy> tls, Supplier<TrustManager[]> trust)
    implements TlsSocketStrategy {
  private static final String IDENTITY = TlsIdentity.class.getName();

  /// Returns a strategy that checks the name of a certificate after the handshake: only then does
  /// the failure differ from that of a certificate that is not trusted.
  static TlsSocketStrategy trusting(SSLContext context) {
    return new DefaultClientTlsStrategy(
        context, HostnameVerificationPolicy.CLIENT, HttpsSupport.getDefaultHostnameVerifier());
  }

  /// Lets the exchange of this context offer a client certificate.
  static void offer(Optional<TlsIdentity> identity, HttpContext context) {
    identity.ifPresent(offered -> context.setAttribute(IDENTITY, offered));
  }

  @Override
  public SSLSocket upgrade(
      Socket socket, String host, int port, @Nullable Object attachment, HttpContext context)
      throws IOException {
    PhaseTimes times = PhaseTimes.of(context);
    times.tlsBegins();
    SSLSocket secured = strategy(context).upgrade(socket, host, port, attachment, context);
    times.tlsEnded();
    return secured;
  }

  private TlsSocketStrategy strategy(HttpContext context) {
    return context.getAttribute(IDENTITY) instanceof TlsIdentity identity
        ? trusting(OfferedIdentity.context(identity, trust.get()))
        : tls.get();
  }
}
