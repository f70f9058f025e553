package io.cdrwebhooks.local;

import io.cdrwebhooks.local.gateway.LocalEndpoints;
import io.cdrwebhooks.local.gateway.TokenGuard;
import io.cdrwebhooks.local.sample.SampleExports;
import io.cdrwebhooks.local.token.ApiToken;
import io.cdrwebhooks.local.token.LoginCodes;
import io.cdrwebhooks.local.token.TokenAuthorizer;
import io.cdrwebhooks.local.token.TokenIssuer;
import io.cdrwebhooks.local.token.TokenKey;
import io.cdrwebhooks.local.token.TokenRules;
import io.cdrwebhooks.local.web.ConsoleLinks;
import io.cdrwebhooks.local.web.KeySet;
import io.cdrwebhooks.local.web.Login;
import io.cdrwebhooks.local.web.SampleReports;
import io.cdrwebhooks.local.web.StaticPages;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;

/// How people and programs get into the running system: its tokens, the links that open its
/// console, and what is served beside the API.
final class WayIn {
  private final TokenRules rules;
  private final TokenIssuer issuer;
  private final LoginCodes codes;
  private final ConsoleLinks links;
  private final InstantSource clock;

  /// The key is one of those that the rules trust.
  WayIn(URI apiUrl, TokenRules rules, TokenKey key, InstantSource clock) {
    this.rules = rules;
    this.issuer = new TokenIssuer(key, rules, clock);
    this.codes = new LoginCodes(new SecureRandom(), clock);
    this.links = new ConsoleLinks(apiUrl, codes);
    this.clock = clock;
  }

  ApiToken token() {
    return issuer.issue(TokenIssuer.STANDARD);
  }

  URI consoleLink() {
    return links.issue();
  }

  TokenGuard guard() {
    return new TokenGuard(new TokenAuthorizer(rules, clock));
  }

  LocalEndpoints endpoints(SampleExports exports) throws IOException {
    String write = rules.scopes().write();
    ClassLoader loader = WayIn.class.getClassLoader();
    return new LocalEndpoints(
        Map.of(
            "/", StaticPages.redirectTo("/console/"),
            "/console", StaticPages.redirectTo("/console/"),
            "/docs", StaticPages.redirectTo("/docs/"),
            "/.well-known/jwks.json", new KeySet(rules.keys()).only("GET"),
            "/local/login", new Login(codes, issuer, clock).only("POST"),
            "/local/console-links", links.guarded(guard(), write).only("POST"),
            "/local/sample-reports",
                new SampleReports(exports).guarded(guard(), write).only("POST")),
        Map.of(
            "/console/", StaticPages.withViews(loader, "console"),
            "/docs/", StaticPages.of(loader, "docs")));
  }
}
