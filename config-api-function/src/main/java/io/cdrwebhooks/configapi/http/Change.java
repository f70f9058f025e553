package io.cdrwebhooks.configapi.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.http.Answers;
import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.change.ChangedThing;
import java.util.Map;

/// The result of an operation that changed something: its answer, and what its record shows. An
/// operation that refuses a request returns a response instead.
public sealed interface Change {
  HttpResponse answer();

  /// The operation stored `state`, as the API shows it. Its record is about `thing`.
  record Stored(ChangedThing thing, ObjectNode state, HttpResponse answer) implements Change {}

  /// The operation deleted the thing that the request's path names.
  record Deleted() implements Change {
    @Override
    public HttpResponse answer() {
      return HttpResponse.of(204);
    }
  }

  /// The operation changed no field of the thing that the request names; `result` describes what it
  /// did. `statuses` has a status for each thing that the body selected.
  record Done(ObjectNode result, Map<ChangedThing, Integer> statuses, HttpResponse answer)
      implements Change {
    public Done {
      statuses = Map.copyOf(statuses);
    }

    public static Done of(int status, ObjectNode result) {
      return new Done(result, Map.of(), Answers.json(status, result));
    }

    public Done withLocation(String location) {
      return new Done(result, statuses, answer.withHeader("Location", location));
    }
  }
}
