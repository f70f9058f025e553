package io.cdrwebhooks.deployment;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The configuration API with a token that its issuer gave.
record Api(Web web, URI base, String token) {
  // RFC 6750, 2.1.
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  /// Creates a client whose token comes from `API_TOKEN`. Without that variable it gets one from
  /// the deployment's user pool, as programs do (OAuth 2.0 client credentials, RFC 6749 section
  /// 4.4). It uses the client of programs that change things if there is one.
  static Api of(Environment environment, Web web, Map<String, String> variables) {
    String given = variables.getOrDefault("API_TOKEN", "");
    String token = given.isEmpty() ? fromUserPool(environment, web) : given;
    if (!TOKEN.matcher(token).matches()) {
      throw new TrialFailure("API_TOKEN must not contain characters such as a line end");
    }
    return new Api(web, environment.apiUrl(), token);
  }

  Api withToken(String other) {
    return new Api(web, base, other);
  }

  /// Returns a client with a forged token: one character of its signature differs.
  Api forged() {
    int at = token.lastIndexOf('.') + 5;
    char other = token.charAt(at) == 'A' ? 'B' : 'A';
    return withToken(token.substring(0, at) + other + token.substring(at + 1));
  }

  Answer get(String path) {
    return send("GET", path, "");
  }

  /// Sends a request; `json` is empty if the request has no body.
  Answer send(String method, String path, String json, String... headers) {
    List<String> all = new ArrayList<>(List.of(headers));
    all.addAll(List.of("Authorization", "Bearer " + token));
    if (!json.isEmpty()) {
      all.addAll(List.of("Content-Type", "application/json"));
    }
    return web.send(
        method,
        URI.create(base + path),
        json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json),
        all.toArray(String[]::new));
  }

  private static String fromUserPool(Environment environment, Web web) {
    String pool =
        environment
            .userPool()
            .orElseThrow(
                () ->
                    new TrialFailure(
                        "API_TOKEN must be set, since this environment has its own issuer"));
    String client =
        environment.writingPrograms().orElseGet(() -> environment.required("ProgramsClientId"));
    String secret =
        environment
            .account()
            .cognito()
            .describeUserPoolClient(ask -> ask.userPoolId(pool).clientId(client))
            .userPoolClient()
            .clientSecret();
    String basic =
        Base64.getEncoder()
            .encodeToString((client + ":" + secret).getBytes(StandardCharsets.UTF_8));
    Answer answer =
        web.send(
            "POST",
            URI.create(environment.required("SignInAddress") + "/oauth2/token"),
            BodyPublishers.ofString("grant_type=client_credentials"),
            "Authorization",
            "Basic " + basic,
            "Content-Type",
            "application/x-www-form-urlencoded");
    TrialFailure.expect("The issuer's answer", 200, answer.status());
    return answer.text("access_token");
  }

  /// Shows no token.
  @Override
  public String toString() {
    return "Api[base=" + base + "]";
  }
}
