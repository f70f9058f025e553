package io.cdrwebhooks.configapi.configurations;

import io.cdrwebhooks.configapi.Answer;
import io.cdrwebhooks.configapi.TestApi;
import io.cdrwebhooks.configuration.SealedSignature;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/// The API with one configuration whose Signature is rotated, for tests of rotations.
abstract class SignatureRotations {
  static final String FIRST = TestApi.SIGNATURE;

  final TestApi api = new TestApi();
  final String path = api.configured("A");
  final Instant start = api.now;

  final Answer rotate(String body) {
    return api.post(path + "/signature", "*", body);
  }

  /// Every new Signature contains the text that no answer and no log line may contain.
  static String body(String end, String... more) {
    String rest = more.length == 0 ? "" : "," + more[0];
    return "{\"signature\":\"" + FIRST + end + "\"" + rest + "}";
  }

  final List<String> inForce() {
    return api.stored(path).signatures().inForce(api.now).stream()
        .map(SealedSignature::ciphertext)
        .map(text -> new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8))
        .toList();
  }
}
