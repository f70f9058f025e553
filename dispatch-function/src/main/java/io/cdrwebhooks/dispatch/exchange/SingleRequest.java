package io.cdrwebhooks.dispatch.exchange;

import java.io.IOException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.message.MessageSupport;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.Closer;
import org.jspecify.annotations.Nullable;

/// Sends one complete request without waiting before its body, and measures the time until the
/// answer begins.
final class SingleRequest extends HttpRequestExecutor {
  /// The limit of skipped interim answers (1xx); HTTP itself sets none.
  static final int INTERIM_ANSWERS = 16;

  @Override
  public ClassicHttpResponse execute(
      ClassicHttpRequest request,
      HttpClientConnection connection,
      @Nullable HttpResponseInformationCallback interim,
      HttpContext context)
      throws IOException, HttpException {
    PhaseTimes times = PhaseTimes.of(context);
    try {
      times.requestBegins();
      connection.sendRequestHeader(request);
      connection.sendRequestEntity(request);
      connection.flush();
      if (connection.isDataAvailable(connection.getSocketTimeout())) {
        times.answerBegins();
      }
      ClassicHttpResponse answer = finalAnswer(connection);
      if (MessageSupport.canResponseHaveBody(request.getMethod(), answer)) {
        connection.receiveResponseEntity(answer);
      }
      return answer;
    } catch (HttpException | IOException | RuntimeException e) {
      Closer.closeQuietly(connection);
      throw e;
    }
  }

  private static ClassicHttpResponse finalAnswer(HttpClientConnection connection)
      throws IOException, HttpException {
    for (int read = 0; read <= INTERIM_ANSWERS; read++) {
      ClassicHttpResponse answer = connection.receiveResponseHeader();
      int statusCode = answer.getCode();
      if (statusCode < 100 || statusCode > 599) {
        throw new ProtocolException("the status code must be from 100 to 599: " + statusCode);
      }
      if (statusCode >= 200) {
        return answer;
      }
    }
    throw new ProtocolException("too many interim answers");
  }
}
