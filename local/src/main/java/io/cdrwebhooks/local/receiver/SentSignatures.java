package io.cdrwebhooks.local.receiver;

import com.sun.net.httpserver.Headers;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// The signatures of a request, each in base64. They prove its sender for as long as the key is in
/// use, so `toString` shows none of them.
public record SentSignatures(List<String> values) {
  public SentSignatures {
    values = List.copyOf(values);
  }

  static SentSignatures of(Headers headers) {
    Stream<String> standard =
        Stream.ofNullable(headers.getFirst("webhook-signature"))
            .flatMap(value -> Arrays.stream(value.split(" ")))
            .map(signature -> signature.substring(signature.indexOf(',') + 1));
    return new SentSignatures(
        Stream.concat(Stream.ofNullable(headers.getFirst("X-CDR-Signature")), standard).toList());
  }

  @Override
  public String toString() {
    return "SentSignatures[" + values.size() + "]";
  }
}
