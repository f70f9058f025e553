package io.cdrwebhooks.bench.lambda;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.bench.stand.CannedAws;
import io.cdrwebhooks.bench.stand.Received;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.TreeSet;

/// The work for one delivery that waited in its lane: the request to its receiver, and the calls of
/// AWS. The calls are sorted, because some are made at the same time.
///
/// Two functions may be compared only if both do the same work. So the payload omits its token and
/// its time, and only the names of signature headers count. Reads do not count: a slower function
/// reads its lane's marks more often.
record SameWork(
    String line,
    String deliveryId,
    NavigableSet<String> headers,
    String payload,
    List<String> calls) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Headers that describe how a request is sent, not its content.
  private static final List<String> OF_THE_CLIENT = List.of("host", "connection", "content-length");

  static SameWork of(Received request, List<CannedAws.Call> calls) throws IOException {
    NavigableSet<String> headers = new TreeSet<>();
    request.headers().keySet().forEach(name -> headers.add(name.toLowerCase(Locale.ROOT)));
    headers.removeAll(OF_THE_CLIENT);
    ObjectNode payload = (ObjectNode) JSON.readTree(request.body());
    String url = payload.required("callbackURL").textValue();
    payload.put("callbackURL", url.replaceFirst("[0-9a-f-]{36}$", "(token)"));
    String until = payload.required("validUntil").textValue();
    payload.put("validUntil", until.replaceAll("\\d", "0"));
    return new SameWork(
        request.method() + " " + request.target(),
        request.header("webhook-id").orElse(""),
        headers,
        payload.toString(),
        calls.stream()
            .map(CannedAws.Call::operation)
            .filter(operation -> !operation.equals("DynamoDB.GetItem"))
            .sorted()
            .toList());
  }
}
