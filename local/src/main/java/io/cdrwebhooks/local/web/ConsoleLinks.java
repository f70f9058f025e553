package io.cdrwebhooks.local.web;

import com.sun.net.httpserver.HttpExchange;
import io.cdrwebhooks.aws.awsevents.HttpResponse;
import io.cdrwebhooks.configapi.Answers;
import io.cdrwebhooks.local.gateway.GatewayAnswer;
import io.cdrwebhooks.local.gateway.LocalEndpoint;
import io.cdrwebhooks.local.token.LoginCodes;
import java.net.URI;

/// Makes links that open the console once. `POST /local/console-links`, for those who hold a token
/// already.
///
/// The code stands in the fragment, which a browser keeps to itself: it comes into no log.
public final class ConsoleLinks implements LocalEndpoint {
  private final URI apiUrl;
  private final LoginCodes codes;

  public ConsoleLinks(URI apiUrl, LoginCodes codes) {
    this.apiUrl = apiUrl;
    this.codes = codes;
  }

  public URI issue() {
    return apiUrl.resolve("/console/#code=" + codes.issue());
  }

  @Override
  public GatewayAnswer answer(HttpExchange exchange) {
    HttpResponse answer =
        LocalRequest.query(exchange)
            .answer(
                _ -> Answers.json(201, Answers.object().put("consoleLink", issue().toString())));
    return GatewayAnswer.of(answer).unkept();
  }
}
