package io.cdrwebhooks.local.web;

import com.sun.net.httpserver.HttpExchange;
import io.cdrwebhooks.aws.awsevents.HttpResponse;
import io.cdrwebhooks.local.gateway.GatewayAnswer;
import io.cdrwebhooks.local.gateway.LocalEndpoint;
import io.cdrwebhooks.local.token.ApiToken;
import io.cdrwebhooks.local.token.LoginCodes;
import io.cdrwebhooks.local.token.TokenIssuer;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// `POST /local/login`: trades the one-time code of a console link for a token of the API.
///
/// Takes JSON only, which a page of another origin cannot send here unasked.
public final class Login implements LocalEndpoint {
  private final LoginCodes codes;
  private final TokenIssuer issuer;
  private final WrongCodes wrongCodes;

  public Login(LoginCodes codes, TokenIssuer issuer, InstantSource clock) {
    this.codes = codes;
    this.issuer = issuer;
    this.wrongCodes = new WrongCodes(clock);
  }

  @Override
  public GatewayAnswer answer(HttpExchange exchange) throws IOException {
    Duration pause = wrongCodes.pause();
    if (pause.isPositive()) {
      return GatewayAnswer.message(429, "Too Many Requests")
          .withHeader("Retry-After", Long.toString(pause.toSeconds() + 1));
    }
    return switch (RequestFields.read(exchange)) {
      case RequestFields.Reading.Refused(GatewayAnswer answer) -> answer;
      case RequestFields.Reading.Read(RequestFields fields) -> redeem(fields);
    };
  }

  private GatewayAnswer redeem(RequestFields fields) {
    String code = fields.text("code");
    Optional<GatewayAnswer> refusal = fields.refusal();
    if (refusal.isPresent()) {
      return refusal.get();
    }
    if (!codes.redeem(code)) {
      wrongCodes.add();
      return GatewayAnswer.message(401, "Unauthorized")
          .withHeaders(Map.of("WWW-Authenticate", "Bearer", "Cache-Control", "no-store"));
    }
    ApiToken token = issuer.issue(TokenIssuer.STANDARD);
    String answer =
        JsonText.object(
            Map.of("token", token.reveal(), "expiresAt", JsonText.time(token.expiresAt())));
    return GatewayAnswer.of(HttpResponse.json(200, answer)).withHeader("Cache-Control", "no-store");
  }
}
