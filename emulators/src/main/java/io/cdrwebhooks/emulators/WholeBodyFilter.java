package io.cdrwebhooks.emulators;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the part of an upload's body that S3Proxy leaves unread, before the connection's next
/// request.
///
/// S3Proxy stops at `x-amz-decoded-content-length`, before the last chunk and the trailers that the
/// SDKs send over plain http. If they stay unread, the server closes the connection. An uploader
/// that is still writing them then sees its accepted upload fail: about every fifth one with the
/// Java SDK.
final class WholeBodyFilter implements Filter {
  private static final int FIRST_ERROR_STATUS = 400;

  private static final Logger log = LoggerFactory.getLogger(WholeBodyFilter.class);

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest upload = (HttpServletRequest) request;
    chain.doFilter(request, response);
    boolean bodyWillCome =
        upload.getHeader("Expect") == null
            || ((HttpServletResponse) response).getStatus() < FIRST_ERROR_STATUS;
    if (bodyWillCome) {
      try {
        upload.getInputStream().transferTo(OutputStream.nullOutputStream());
      } catch (IOException gone) {
        log.debug("The uploader ended the connection", gone);
      }
    }
  }
}
