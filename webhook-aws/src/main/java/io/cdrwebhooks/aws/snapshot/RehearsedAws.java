package io.cdrwebhooks.aws.snapshot;

import io.cdrwebhooks.aws.snapshot.CannedAnswers.Answer;
import io.cdrwebhooks.aws.snapshot.CannedAnswers.Request;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;

/// The answers of AWS in rehearsals, from the parts of the file `rehearsed-aws.txt` ([CannedPart]).
///
/// An answer is JSON, or headers, an empty line and a body in Base64. `{{receiver}}` is the URL of
/// the receiver. Every other request succeeds, with an empty answer.
///
/// Tables have the names that [io.cdrwebhooks.aws.dynamodb.table.TableNames#withPrefix] gives
/// without a prefix.
public final class RehearsedAws implements CannedAnswers.Answering {
  private static final Answer NOTHING = Answer.json("{}");

  private final List<Part> parts = new ArrayList<>();

  private record Part(CannedPart canned, Answer answer) {
    boolean suits(Request request) {
      return request.operation().equals(canned.operation())
          && canned.words().stream()
              .allMatch(word -> request.body().contains(word) || request.path().contains(word));
    }
  }

  public RehearsedAws(URI receiver) throws IOException {
    String file = Rehearsal.resource(RehearsedAws.class, "rehearsed-aws.txt");
    for (CannedPart part : CannedPart.parse(file, Map.of("{{receiver}}", receiver.toString()))) {
      parts.add(new Part(part, answer(part.text())));
    }
  }

  private static Answer answer(String text) {
    if (text.startsWith("{")) {
      return Answer.json(text);
    }
    int headersEnd = text.indexOf("\n\n");
    Map<String, String> headers = new LinkedHashMap<>();
    for (String header : text.substring(0, headersEnd).lines().toList()) {
      int colon = header.indexOf(": ");
      headers.put(header.substring(0, colon), header.substring(colon + 2));
    }
    byte[] body = Base64.getMimeDecoder().decode(text.substring(headersEnd));
    return new Answer(200, headers, SdkBytes.fromByteArrayUnsafe(body));
  }

  @Override
  public Answer answer(Request request) {
    return parts.stream()
        .filter(part -> part.suits(request))
        .findFirst()
        .map(Part::answer)
        .orElse(NOTHING);
  }
}
