package io.cdrwebhooks.dispatch.exchange;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;

/// Describes in one sentence why an exchange failed. It does not use the messages of exceptions,
/// because they may contain text from the receiver. From messages it reads only the names of TLS
/// alerts, because the JDK offers them nowhere else.
final class FailureReasons {
  private static final List<String> CERTIFICATE_ALERTS =
      List.of(
          "bad_certificate",
          "unsupported_certificate",
          "certificate_revoked",
          "certificate_expired",
          "certificate_unknown",
          "certificate_required",
          "unknown_ca",
          "access_denied");

  private FailureReasons() {}

  /// Returns the reason. `connected` separates a failed connection from a failed handshake: the
  /// client throws the same exception for both.
  static String of(Throwable failure, boolean connected) {
    return switch (failure) {
      case ConnectTimeoutException e when connected -> "the TLS handshake timed out";
      case ConnectTimeoutException e -> "the connection timed out";
      case NoRouteToHostException e -> "there is no route to the address";
      case ConnectException e -> "the connection was refused";
      case SSLException e when causedBy(e, CertificateException.class) ->
          "the certificate is not trusted";
      case SSLPeerUnverifiedException e -> "the certificate is for another name";
      case SSLException e when refusesIdentity(e) ->
          "the receiver refused the client certificate, or requires one";
      case SSLException e -> "the TLS connection failed";
      case SocketTimeoutException e -> "the receiver did not answer in time";
      case NoHttpResponseException e -> "the connection was closed without an answer";
      case ConnectionClosedException e -> "the answer was broken off";
      case MalformedChunkCodingException e -> "the answer's chunks are malformed";
      case MessageConstraintException e -> "the answer's header is too large";
      case SocketException e -> "the connection was reset";
      case IOException e when causedBy(e, HttpException.class) -> "the answer is not valid HTTP";
      default -> "the exchange failed (" + failure.getClass().getSimpleName() + ")";
    };
  }

  /// Returns whether the receiver sent an alert about our certificate (RFC 8446, 6.2).
  private static boolean refusesIdentity(SSLException failure) {
    String message = failure.getMessage();
    return message != null
        && message.contains("Received fatal alert: ")
        && CERTIFICATE_ALERTS.stream().anyMatch(message::endsWith);
  }

  private static boolean causedBy(Throwable failure, Class<? extends Throwable> wanted) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (wanted.isInstance(at)) {
        return true;
      }
    }
    return false;
  }
}
