package io.cdrwebhooks.configapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.configapi.http.Answers;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/// The facts about a deployment that the API reports, and the scopes that it requires of tokens.
///
/// `egressIps` are the addresses, or blocks in CIDR notation, from which receivers are called; it
/// is empty where they are not fixed. `callbackBaseUrl` comes before the base path in download
/// links. `sampleExport` is whether a report can be exported without an exporter.
public record Deployment(
    List<String> egressIps, URI callbackBaseUrl, boolean sampleExport, Scopes scopes) {
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

  /// Returns the API's answer about the deployment, such as the addresses that a receiver must let
  /// in.
  ObjectNode json() {
    ObjectNode json = Answers.object();
    ArrayNode addresses = json.putArray("egressIps");
    egressIps.forEach(addresses::add);
    return json.put("callbackBaseUrl", callbackBaseUrl.toString())
        .put("sampleExport", sampleExport);
  }

  /// The scopes that let a token's bearer read things, and change things.
  public record Scopes(String read, String write) {
    /// RFC 6749, 3.3, without what the gateway writes around a list of scopes.
    private static final Pattern SCOPE = Pattern.compile("[\\x21\\x23-\\x5a\\x5e-\\x7e]+");

    public static final Scopes STANDARD = new Scopes("webhooks/read", "webhooks/write");

    public Scopes {
      if (!SCOPE.matcher(read).matches() || !SCOPE.matcher(write).matches()) {
        throw new IllegalArgumentException(
            "scopes must be names without spaces: " + read + ", " + write);
      }
    }

    /// Returns the scope that a request with this method needs. GET reads; every other method
    /// changes something.
    public String wantedBy(String method) {
      return method.equals("GET") ? read : write;
    }
  }
}
