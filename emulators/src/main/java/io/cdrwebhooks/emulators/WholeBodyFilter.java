package io.cdrwebhooks.emulators;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
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
    chain.doFilter(
        new HttpServletRequestWrapper(upload) {
          @Override
          public ServletInputStream getInputStream() throws IOException {
            return new KeptOpenBody(super.getInputStream());
          }
        },
        response);
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

  /// A body that can still be read after S3Proxy has closed it.
  private static final class KeptOpenBody extends ServletInputStream {
    private final ServletInputStream body;

    KeptOpenBody(ServletInputStream body) {
      this.body = body;
    }

    @Override
    public int read() throws IOException {
      return body.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return body.read(bytes, offset, length);
    }

    @Override
    public boolean isFinished() {
      return body.isFinished();
    }

    @Override
    public boolean isReady() {
      return body.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      body.setReadListener(listener);
    }

    @Override
    public void close() {}
  }
}
