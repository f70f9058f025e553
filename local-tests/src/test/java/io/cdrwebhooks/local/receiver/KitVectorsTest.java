package io.cdrwebhooks.local.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The demo receiver agrees with the vectors of the receiver kit.
class KitVectorsTest {
  static Stream<JsonNode> announcements() throws IOException {
    Path path = Path.of("..", "receivers", "vectors", "announcements.json");
    return StreamSupport.stream(new ObjectMapper().readTree(path.toFile()).spliterator(), false);
  }

  @ParameterizedTest
  @MethodSource("announcements")
  void bodyIsReadAsInTheVector(JsonNode vector) throws IOException {
    byte[] body =
        vector.has("body")
            ? vector.path("body").asText().getBytes(StandardCharsets.UTF_8)
            : vector.path("bodyBase64").binaryValue();
    JsonNode read = vector.path("read");
    if (read.isNull()) {
      assertThatThrownBy(() -> ReceivedAnnouncement.read(body)).isInstanceOf(IOException.class);
      return;
    }
    assertThat(ReceivedAnnouncement.read(body))
        .isEqualTo(
            new ReceivedAnnouncement(
                URI.create(read.required("callbackURL").asText()),
                read.required("fileName").asText(),
                read.required("fileSizeInBytes").asLong(),
                read.required("numberOfLines").asLong(),
                read.required("taskName").asText(),
                read.required("error").asText(),
                read.path("fileSha256").asText()));
  }
}
