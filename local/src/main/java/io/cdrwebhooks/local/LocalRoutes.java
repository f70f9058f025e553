package io.cdrwebhooks.local;

import io.cdrwebhooks.configapi.Deployment;
import io.cdrwebhooks.local.gateway.LocalEndpoint;
import io.cdrwebhooks.local.gateway.TokenGuard;
import io.cdrwebhooks.local.token.ApiToken;
import io.cdrwebhooks.local.token.LoginCodes;
import io.cdrwebhooks.local.token.TokenAuthorizer;
import io.cdrwebhooks.local.token.TokenIssuer;
import io.cdrwebhooks.local.token.TokenKey;
import io.cdrwebhooks.local.web.Login;
import io.cdrwebhooks.local.web.SampleExports;
import io.cdrwebhooks.local.web.StaticPages;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;

/// The endpoints of the running system in addition to the API. It also issues the tokens and the
/// console links that let people and programs in.
final class LocalRoutes {
  private final TokenIssuer issuer;
  private final Login login;
  private final InstantSource clock;

  LocalRoutes(URI apiUrl, TokenKey key, InstantSource clock) {
    this.issuer = new TokenIssuer(key, apiUrl, clock);
    this.login = new Login(apiUrl, new LoginCodes(new SecureRandom(), clock), issuer);
    this.clock = clock;
  }

  ApiToken token() {
    return issuer.issue(TokenIssuer.STANDARD);
  }

  URI consoleLink() {
    return login.consoleLink();
  }

  TokenGuard guard() {
    return new TokenGuard(new TokenAuthorizer(issuer.name(), issuer.key().publicKeys(), clock));
  }

  /// Returns the endpoints by their paths. A path that ends with a slash includes everything below
  /// it.
  Map<String, LocalEndpoint> endpoints(SampleExports samples) throws IOException {
    String write = Deployment.Scopes.STANDARD.write();
    ClassLoader loader = LocalRoutes.class.getClassLoader();
    LocalEndpoint consoleLinks = login::answerWithLink;
    return Map.of(
        "/", StaticPages.redirectTo("/console/"),
        "/console", StaticPages.redirectTo("/console/"),
        "/console/", StaticPages.of(loader, "console", true),
        "/docs", StaticPages.redirectTo("/docs/"),
        "/docs/", StaticPages.of(loader, "docs", false),
        "/local/login", login.only("POST"),
        "/local/console-links", consoleLinks.guarded(guard(), write).only("POST"),
        "/local/sample-reports", samples.guarded(guard(), write).only("POST"));
  }
}
