package io.cdrwebhooks.emulators;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/// Refuses each [ForeignRequest].
final class OwnRequestsFilter implements Filter {
  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    Optional<ForeignRequest> foreign =
        ForeignRequest.of(http.getHeader("Host"), http.getHeader("Origin"));
    if (foreign.isPresent()) {
      ((HttpServletResponse) response).setStatus(foreign.get().status());
    } else {
      chain.doFilter(request, response);
    }
  }
}
