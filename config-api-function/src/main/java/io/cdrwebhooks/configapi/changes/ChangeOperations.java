package io.cdrwebhooks.configapi.changes;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.http.Answers;
import io.cdrwebhooks.aws.http.HttpRequest.Caller;
import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.aws.http.Problem.FieldError;
import io.cdrwebhooks.aws.http.QueryParameters;
import io.cdrwebhooks.aws.http.Step;
import io.cdrwebhooks.aws.http.Timestamps;
import io.cdrwebhooks.change.ChangeFilter;
import io.cdrwebhooks.change.ChangedThing;
import io.cdrwebhooks.change.Changes;
import io.cdrwebhooks.configapi.http.ApiRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// The operations that show the recorded changes, and the caller itself.
public record ChangeOperations(Changes changes) {
  private static final int MAX_SUBJECT = 256;
  private static final String TIME =
      "must be a date and time (RFC 3339), with Z or an offset whose + is encoded as %2B";

  public HttpResponse list(ApiRequest request) {
    return filter(request.query())
        .answer(
            filter ->
                Answers.page(
                    request.query(),
                    window -> changes.list(filter, window.cursor(), window.limit()),
                    page -> page.stream().map(ChangeJson::of).toList()));
  }

  private static Step<ChangeFilter> filter(QueryParameters query) {
    List<FieldError> errors = new ArrayList<>();
    Optional<ChangedThing> about =
        query.value(
            "about",
            ChangedThing::parse,
            "must be configuration:, task: or delivery:, and the id of one",
            errors);
    Optional<String> subject =
        query.value(
            "subject",
            text -> Optional.of(text).filter(ChangeOperations::isSubject),
            "must have 1 to " + MAX_SUBJECT + " characters",
            errors);
    Optional<Instant> from = query.value("from", Timestamps::parse, TIME, errors);
    Optional<Instant> until = query.value("to", Timestamps::parse, TIME, errors);
    if (from.isPresent() && until.isPresent() && !from.get().isBefore(until.get())) {
      errors.add(new FieldError("from", "must be before the end"));
    }
    return errors.isEmpty()
        ? new Step.Continue<>(new ChangeFilter(about, subject, from, until))
        : QueryParameters.refused(errors);
  }

  private static boolean isSubject(String text) {
    return !text.isEmpty() && text.codePointCount(0, text.length()) <= MAX_SUBJECT;
  }

  /// Shows the caller as its token names it.
  public HttpResponse me(ApiRequest request) {
    Caller caller = request.http().caller();
    ObjectNode json = Answers.object();
    json.put("issuer", caller.token().issuer().orElse(""));
    json.put("subject", caller.token().subject().orElse(""));
    json.put("clientId", caller.token().clientId().orElse(""));
    ArrayNode scopes = json.putArray("scopes");
    new TreeSet<>(caller.scopes()).forEach(scopes::add);
    json.put("mayWrite", request.readOnly().isEmpty());
    json.put("readOnlyReason", request.readOnly().orElse(null));
    json.put("expiresAt", Answers.time(caller.token().expiresAt()));
    return Answers.json(200, json);
  }
}
