package io.cdrwebhooks.local.web;

import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpExchange;
import io.cdrwebhooks.aws.awsevents.HttpResponse;
import io.cdrwebhooks.local.gateway.GatewayAnswer;
import io.cdrwebhooks.local.gateway.LocalEndpoint;

/// `GET /.well-known/jwks.json`: the public keys of the local issuer, for whoever wants to check
/// its tokens.
public final class KeySet implements LocalEndpoint {
  private final String json;

  public KeySet(JWKSet keys) {
    this.json = keys.toString(true);
  }

  @Override
  public GatewayAnswer answer(HttpExchange exchange) {
    return GatewayAnswer.of(HttpResponse.json(200, json));
  }
}
