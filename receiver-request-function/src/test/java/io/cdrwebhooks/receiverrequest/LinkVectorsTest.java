package io.cdrwebhooks.receiverrequest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.hash.Sha256;
import io.cdrwebhooks.link.SecondFactor;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Tests that links open with the headers that PHP makes for them.
class LinkVectorsTest {
  private static final Path FILE = Path.of("..", "receivers", "vectors", "links.json");

  static Stream<JsonNode> vectors() throws IOException {
    return StreamSupport.stream(new ObjectMapper().readTree(FILE.toFile()).spliterator(), false);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void headerOpensTheLinkWithAnyOfItsSignatures(JsonNode vector) {
    URI url = URI.create(vector.required("callbackURL").asText());
    String header = vector.required("X-CDR-Signature").asText();
    for (JsonNode signature : vector.required("signatures")) {
      String value = SecondFactor.headerValue(new SignatureKey(signature.asText()), url);

      assertThat(header.split(", ")).contains(value);
      assertThat(new SecondFactor.SignedUrl(List.of(Sha256.hex(value))).isSatisfied("", header))
          .isTrue();
    }
  }
}
