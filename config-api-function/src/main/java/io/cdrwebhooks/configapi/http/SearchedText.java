package io.cdrwebhooks.configapi.http;

import io.cdrwebhooks.aws.http.Problem.FieldError;
import io.cdrwebhooks.aws.http.QueryParameters;
import java.util.List;
import java.util.Optional;

/// Reads the query parameter `q`: a text that a person looks for. Blanks around it are ignored.
public final class SearchedText {
  public static final String PARAMETER = "q";

  /// The longest key of an object in S3.
  private static final int MAX_CHARACTERS = 1_024;

  private static final String RULE =
      "must have 1 to " + MAX_CHARACTERS + " characters, and must not be blank";

  private SearchedText() {}

  /// Returns the text; empty if the parameter is absent or breaks the rule. A broken rule adds an
  /// error.
  public static Optional<String> read(QueryParameters query, List<FieldError> errors) {
    return query.value(PARAMETER, SearchedText::parse, RULE, errors);
  }

  /// Reads a required text.
  public static Optional<String> require(QueryParameters query, List<FieldError> errors) {
    if (query.value(PARAMETER).isEmpty()) {
      errors.add(new FieldError(PARAMETER, "is missing: it " + RULE));
    }
    return read(query, errors);
  }

  private static Optional<String> parse(String text) {
    return text.isBlank() || text.codePointCount(0, text.length()) > MAX_CHARACTERS
        ? Optional.empty()
        : Optional.of(text.strip());
  }
}
