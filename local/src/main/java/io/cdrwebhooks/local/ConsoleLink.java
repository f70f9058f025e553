package io.cdrwebhooks.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdrwebhooks.local.token.ApiToken;
import io.cdrwebhooks.local.token.TokenIssuer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;

/// `make console-link`: another link that opens the console of the running system once, and a fresh
/// token for those who use the API without it.
public final class ConsoleLink {
  private ConsoleLink() {}

  /// Argument: the directory of the running system's data.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    try {
      if (arguments.length != 1 || arguments[0].isBlank()) {
        throw new StartFailure("Needed: the directory of the running system.");
      }
      run(Path.of(arguments[0]));
    } catch (StartFailure e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static void run(Path directory) throws IOException, InterruptedException {
    try (RunningApi api = RunningApi.of(directory)) {
      HttpResponse<String> answer = api.post("/local/console-links", "{}");
      if (answer.statusCode() != 201) {
        throw new StartFailure(
            api.url() + " answered with " + answer.statusCode() + ": is it this system?");
      }
      ApiToken token = api.token(TokenIssuer.STANDARD);
      LocalSecrets.keepToken(directory, token);
      String link = new ObjectMapper().readTree(answer.body()).required("consoleLink").asText();
      System.out.printf("Console    %s   (opens once, within 15 minutes)%n", link);
      System.out.printf(
          "API token  in %s, until %s%n",
          directory.resolve(LocalSecrets.API_TOKEN), token.expiresAt());
    }
  }
}
