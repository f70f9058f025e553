package io.cdrwebhooks.configapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.openapi.ApiDocument;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Tests that the patterns of the document list the characters that the API refuses. Tools read
/// them that know no categories of Unicode.
class DocumentedPatternsTest {
  @Test
  void nameHasNoControlCharactersLineBreaksAndFormatCharacters() {
    int[] refused =
        characters(
            type ->
                type == Character.FORMAT
                    || type == Character.CONTROL
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR
                    || type == Character.SPACE_SEPARATOR);
    assertThat(refused("Name", "a"))
        .containsExactly(IntStream.of(refused).filter(c -> c != ' ').toArray());
  }

  @Test
  void urlHasNoBlanksFragmentsAndFormatCharacters() {
    int[] refused = refused("ReceiverUrl", "https://a.example/");

    assertThat(refused)
        .contains(characters(type -> type == Character.FORMAT || type == Character.CONTROL))
        .contains(' ', '#');
    assertThat(IntStream.of(refused).filter(c -> c > 0x20 && c < 0x7f).toArray())
        .containsExactly('#');
  }

  /// The characters that the pattern of a schema refuses after `start`.
  private static int[] refused(String schema, String start) {
    Pattern pattern =
        Pattern.compile(
            ApiDocument.ofThisTree()
                .root()
                .at("components", "schemas")
                .at(schema)
                .at("pattern")
                .text());
    assertThat(start).containsPattern(pattern);
    return characters()
        .filter(c -> !pattern.matcher(start + Character.toString(c) + "a").find())
        .toArray();
  }

  private static int[] characters(IntPredicate types) {
    return characters().filter(c -> types.test(Character.getType(c))).toArray();
  }

  private static IntStream characters() {
    return IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
        .filter(c -> Character.getType(c) != Character.SURROGATE);
  }
}
