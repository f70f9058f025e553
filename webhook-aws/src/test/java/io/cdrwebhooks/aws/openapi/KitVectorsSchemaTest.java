package io.cdrwebhooks.aws.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The vectors of the receiver kit have the form that their schema describes.
class KitVectorsSchemaTest {
  private static final Path VECTORS = Path.of("..", "receivers", "vectors");
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(strings = {"signatures.json", "announcements.json", "file-names.json"})
  void vectorsFitTheSchema(String file) throws IOException {
    assertThat(schema().validate(JSON.readTree(VECTORS.resolve(file).toFile()))).isEmpty();
  }

  private static Schema schema() throws IOException {
    return SchemaRegistry.withDefaultDialect(Dialects.getDraft202012())
        .getSchema(Files.readString(VECTORS.resolve("vectors.schema.json")));
  }
}
