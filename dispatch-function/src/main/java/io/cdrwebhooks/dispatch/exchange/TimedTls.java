package io.cdrwebhooks.dispatch.exchange;

import java.io.IOException;
import java.net.Socket;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/// A TLS strategy that measures its handshakes.
record TimedTls(Supplier<TlsSocketStrategy> tls) implements TlsSocketStrategy {
  @Override
  public SSLSocket upgrade(
      Socket socket, String host, int port, @Nullable Object attachment, HttpContext context)
      throws IOException {
    PhaseTimes times = PhaseTimes.of(context);
    times.tlsBegins();
    SSLSocket secured = tls.get().upgrade(socket, host, port, attachment, context);
    times.tlsEnded();
    return secured;
  }
}
