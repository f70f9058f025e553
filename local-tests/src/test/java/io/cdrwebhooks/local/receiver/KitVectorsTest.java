package io.cdrwebhooks.local.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdrwebhooks.testing.SignatureVector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The demo receiver agrees with the vectors of the receiver kit.
class KitVectorsTest {
  static Stream<SignatureVector> signatures() throws IOException {
    return SignatureVector.all().stream()
        .filter(vector -> vector.tolerance().equals(RequestSignatures.TOLERANCE));
  }

  @ParameterizedTest
  @MethodSource("signatures")
  void verdictIsThatOfTheVector(SignatureVector vector) {
    String verdict =
        new RequestSignatures(vector.keys())
            .refusal(vector::values, vector.body(), vector.now())
            .map(Refusal::reason)
            .orElse("accepted");
    assertThat(verdict).isEqualTo(vector.verdict());
  }

  static Stream<JsonNode> names() throws IOException {
    Path file = Path.of("..", "receivers", "vectors", "file-names.json");
    return StreamSupport.stream(new ObjectMapper().readTree(file.toFile()).spliterator(), false);
  }

  @ParameterizedTest
  @MethodSource("names")
  void nameIsSavedAsTheVectorSays(JsonNode name) {
    assertThat(SavedName.of(name.required("name").asText()))
        .isEqualTo(name.required("saved").asText());
  }
}
