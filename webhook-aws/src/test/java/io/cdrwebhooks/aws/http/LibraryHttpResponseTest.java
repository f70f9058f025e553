package io.cdrwebhooks.aws.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.cdrwebhooks.emulators.lambda.EventLibrary;
import io.cdrwebhooks.emulators.lambda.ObjectKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Tests that AWS's own class reads our answers to the HTTP API, and knows every field.
class LibraryHttpResponseTest {
  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void libraryReadsTheAnswer(@ForAll("answers") HttpResponse answer) throws IOException {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    answer.write(json);
    APIGatewayV2HTTPResponse read =
        EventLibrary.read(APIGatewayV2HTTPResponse.class, json.toByteArray());

    assertThat(read.getStatusCode()).isEqualTo(answer.status());
    assertThat(read.getHeaders()).isEqualTo(answer.headers());
    assertThat(read.getBody()).isEqualTo(answer.body());
    assertThat(read.getIsBase64Encoded()).isFalse();
    assertThat(EventLibrary.rewritten(APIGatewayV2HTTPResponse.class, json.toByteArray()))
        .isEqualTo(EventLibrary.tree(json.toByteArray()));
  }

  @Provide
  Arbitrary<HttpResponse> answers() {
    return Combinators.combine(
            Arbitraries.integers().between(200, 599),
            Arbitraries.maps(Arbitraries.of("Location", "ETag", "Content-Type"), ObjectKeys.any()),
            ObjectKeys.any())
        .as(HttpResponse::new);
  }
}
