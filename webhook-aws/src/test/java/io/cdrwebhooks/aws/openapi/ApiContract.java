package io.cdrwebhooks.aws.openapi;

import io.cdrwebhooks.aws.http.HttpRequest;
import io.cdrwebhooks.aws.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// Compares the answers of handlers with the document, and remembers which documented answers
/// occurred.
///
/// Safe for several threads.
public final class ApiContract {
  private final ApiDocument document;
  private final Set<Given> given = ConcurrentHashMap.newKeySet();

  /// An answer of an operation that a handler gave.
  public record Given(String operation, int status) {}

  public ApiContract(ApiDocument document) {
    this.document = document;
  }

  public Set<Given> given() {
    return Set.copyOf(given);
  }

  /// Returns where the answer, or an accepted request, differs from the document; empty if nowhere.
  public List<String> faults(HttpRequest request, HttpResponse answer) {
    Optional<Operation> asked = document.find(request.method(), request.path());
    if (asked.isEmpty()) {
      return faultsBesidesOperations(request, answer);
    }
    Operation operation = asked.get();
    given.add(new Given(operation.id(), answer.status()));
    boolean taken = answer.status() < 400;
    Place described = operation.answer(answer.status());
    if (!described.exists()) {
      return List.of(operation + " is not to answer " + answer.status());
    }
    Stream<String> faults = new AnswerCheck(document, described).faults(answer).stream();
    return taken
        ? Stream.concat(faults, new RequestCheck(document, operation).faults(request).stream())
            .toList()
        : faults.toList();
  }

  /// For a path, or a method on it, that the document does not describe. A caller without a token
  /// does not learn which it is.
  private List<String> faultsBesidesOperations(HttpRequest request, HttpResponse answer) {
    Place answers = document.root().at("components", "responses");
    Place described =
        switch (answer.status()) {
          case 401 -> answers.at("Unauthorized");
          case 500 -> answers.at("Fault");
          default -> {
            int wanted = document.onPath(request.path()).isEmpty() ? 404 : 405;
            yield wanted == answer.status()
                ? document.root().at("x-answers-besides-operations", Integer.toString(wanted))
                : document.root().at("nothing");
          }
        };
    if (!described.exists()) {
      return List.of("where there is no operation nothing answers " + answer.status());
    }
    AnswerCheck check = new AnswerCheck(document, described);
    boolean bodiless = request.method().equals("HEAD") && answer.body().isEmpty();
    return bodiless ? check.headerFaults(answer.headers()) : check.faults(answer);
  }
}
