package io.cdrwebhooks.configapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.http.Answers;
import io.cdrwebhooks.aws.http.HttpRequest.Caller;
import io.cdrwebhooks.aws.http.HttpRequest.Distribution;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The facts about a deployment that the API reports, and its requirements for tokens.
///
/// `egressIps` are the addresses, or blocks in CIDR notation, from which receivers are called;
/// empty where they are not fixed. `callbackBaseUrl` precedes the base path in download links.
/// `sampleExport` is true if users can export a sample report without an exporter. `writersGroup`
/// is the group of the deployment's user pool whose members may change things; it is empty with
/// another issuer, where the scope alone decides (decision 56). `console` is the console's
/// distribution; empty if there is none.
public record Deployment(
    List<String> egressIps,
    URI callbackBaseUrl,
    boolean sampleExport,
    Scopes scopes,
    Optional<String> writersGroup,
    Optional<Distribution> console) {
  private static final Pattern ADDRESS_OR_BLOCK = Pattern.compile("[0-9a-fA-F.:]+(/[0-9]{1,3})?");

  public Deployment {
    egressIps = List.copyOf(egressIps);
    for (String address : egressIps) {
      if (!ADDRESS_OR_BLOCK.matcher(address).matches()) {
        throw new IllegalArgumentException(
            "egress address must be an IP address or block: " + address);
      }
    }
  }

  /// Creates a deployment without a distribution, whose issuer gives scopes by person.
  public Deployment(
      List<String> egressIps, URI callbackBaseUrl, boolean sampleExport, Scopes scopes) {
    this(egressIps, callbackBaseUrl, sampleExport, scopes, Optional.empty(), Optional.empty());
  }

  /// Returns a sentence that explains why a caller may change nothing; empty if it may change
  /// things.
  ///
  /// A program needs no group: Cognito gives the scope only to the program's client. A token's
  /// subject is the client's id only if the client got the token for itself.
  Optional<String> whyReadOnly(Caller caller) {
    if (!caller.scopes().contains(scopes.write())) {
      return Optional.of("The token lacks the scope " + scopes.write() + ".");
    }
    boolean program =
        caller.subject().isPresent() && caller.subject().equals(caller.token().clientId());
    return writersGroup
        .filter(group -> !program && !caller.groups().contains(group))
        .map(group -> "The user is not in the group " + group + " of the user pool.");
  }

  /// Returns the API's answer about the deployment, such as the addresses that a receiver's
  /// firewall must let in.
  ObjectNode json() {
    ObjectNode json = Answers.object();
    ArrayNode addresses = json.putArray("egressIps");
    egressIps.forEach(addresses::add);
    return json.put("callbackBaseUrl", callbackBaseUrl.toString())
        .put("sampleExport", sampleExport);
  }

  /// The scopes with which the bearer of a token may read, and may change things.
  public record Scopes(String read, String write) {
    /// The characters of a scope (RFC 6749, 3.3), except those that the gateway writes around a
    /// list of scopes.
    private static final Pattern SCOPE = Pattern.compile("[\\x21\\x23-\\x5a\\x5e-\\x7e]+");

    public static final Scopes STANDARD = new Scopes("webhooks/read", "webhooks/write");

    public Scopes {
      if (!SCOPE.matcher(read).matches() || !SCOPE.matcher(write).matches()) {
        throw new IllegalArgumentException(
            "scopes must be names without spaces: " + read + ", " + write);
      }
    }

    /// Returns the scope that this method needs. GET reads; every other method changes something.
    public String wantedBy(String method) {
      return method.equals("GET") ? read : write;
    }
  }
}
