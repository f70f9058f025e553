package io.cdrwebhooks.configapi.configurations;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.http.Answers;
import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.aws.http.Problem.FieldError;
import io.cdrwebhooks.aws.http.QueryParameters;
import io.cdrwebhooks.aws.http.Step;
import io.cdrwebhooks.configapi.http.ApiRequest;
import io.cdrwebhooks.configapi.http.Lookup;
import io.cdrwebhooks.configapi.inputs.ApiStores;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The operations that read the daily statements of a configuration, byte for byte as its receiver
/// gets them.
public record StatementOperations(ApiStores stores) {
  /// The number of days in a list, the latest first.
  private static final int LISTED_DAYS = 31;

  private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
  private static final Pattern PART = Pattern.compile("[1-9][0-9]{0,8}");

  /// The day and the part that a request names.
  private record Asked(LocalDate day, int part) {}

  /// Answers with the latest days whose statement is complete.
  public HttpResponse list(ApiRequest request) {
    return Lookup.configuration(stores.configurations(), request)
        .answer(found -> Answers.json(200, days(found.id())));
  }

  private ObjectNode days(ConfigurationId id) {
    ObjectNode json = Answers.object();
    ArrayNode days = json.putArray("days");
    Optional<LocalDate> last =
        stores
            .statements()
            .last(id)
            .map(part -> part.next().isEmpty() ? part.day() : part.day().minusDays(1));
    Optional<LocalDate> first = last.flatMap(_ -> stores.statements().firstDay(id));
    if (first.isPresent()) {
      LocalDate day = last.orElseThrow();
      while (!day.isBefore(first.get()) && days.size() < LISTED_DAYS) {
        days.add(day.toString());
        day = day.minusDays(1);
      }
    }
    return json;
  }

  public HttpResponse read(ApiRequest request) {
    return asked(request.query())
        .answer(
            asked ->
                Lookup.configuration(stores.configurations(), request)
                    .answer(found -> statement(asked, found)));
  }

  private HttpResponse statement(Asked asked, WebhookConfiguration found) {
    return Lookup.found(stores.statements().find(found.id(), asked.day(), asked.part()))
        .answer(part -> HttpResponse.json(200, part.json()));
  }

  private static Step<Asked> asked(QueryParameters query) {
    List<FieldError> errors = new ArrayList<>();
    Optional<LocalDate> day =
        query.value(
            "day", StatementOperations::day, "must be a date in the form YYYY-MM-DD", errors);
    if (query.value("day").isEmpty()) {
      errors.add(new FieldError("day", "is required"));
    }
    Optional<Integer> part =
        query.value("part", StatementOperations::part, "must be a positive integer", errors);
    return errors.isEmpty()
        ? new Step.Continue<>(new Asked(day.orElseThrow(), part.orElse(1)))
        : QueryParameters.refused(errors);
  }

  private static Optional<LocalDate> day(String text) {
    try {
      return DATE.matcher(text).matches() ? Optional.of(LocalDate.parse(text)) : Optional.empty();
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static Optional<Integer> part(String text) {
    return PART.matcher(text).matches() ? Optional.of(Integer.valueOf(text)) : Optional.empty();
  }
}
