package io.cdrwebhooks.aws.http;

import io.cdrwebhooks.configuration.Revision;
import java.util.Optional;

/// The conditions of a request on the stored revision, so that no caller overwrites a change that
/// it has not seen.
///
/// Source: RFC 9110, 13; RFC 6585, 3 for the answer 428.
public record Preconditions(Optional<EntityTags> ifMatch, Optional<EntityTags> ifNoneMatch) {

  public static Step<Preconditions> read(HttpRequest request) {
    return Step.both(read(request, "If-Match"), read(request, "If-None-Match"), Preconditions::new);
  }

  private static Step<Optional<EntityTags>> read(HttpRequest request, String header) {
    Optional<String> value = request.header(header);
    if (value.isEmpty()) {
      return new Step.Continue<>(Optional.empty());
    }
    Optional<EntityTags> tags = EntityTags.parse(value.get());
    return tags.isPresent()
        ? new Step.Continue<>(tags)
        : Step.refused(400, header + " must be * or a list of entity tags, such as \"3\".");
  }

  /// Checks the conditions for reading: answers 412, or 304 when the caller has the current
  /// version.
  public Step<Revision> allowReading(Revision current) {
    Optional<Revision> stored = Optional.of(current);
    if (ifMatch.isPresent() && !ifMatch.get().matchStrongly(stored)) {
      return new Step.Answered<>(changed());
    }
    if (ifNoneMatch.isPresent() && ifNoneMatch.get().matchWeakly(stored)) {
      return new Step.Answered<>(HttpResponse.of(304).withHeader("ETag", EntityTags.tag(current)));
    }
    return new Step.Continue<>(current);
  }

  /// Checks the conditions for replacing a resource, or for creating it if `current` is empty.
  /// Continues with the revision that the write requires.
  public Step<Optional<Revision>> allowSaving(Optional<Revision> current) {
    return allowChange(current)
        .then(
            revision ->
                revision.isPresent() && ifMatch.isEmpty()
                    ? Step.refused(
                        428,
                        "The resource exists: send the ETag of the version that you replace as"
                            + " If-Match.")
                    : new Step.Continue<>(revision));
  }

  /// Checks the conditions for deleting. Continues with the revision that the deletion requires;
  /// empty if any revision may be deleted.
  public Step<Optional<Revision>> allowDeleting(Revision current) {
    return allowChange(Optional.of(current))
        .then(
            revision ->
                new Step.Continue<>(
                    ifMatch.filter(tags -> !tags.any()).isPresent()
                        ? revision
                        : Optional.<Revision>empty()));
  }

  private Step<Optional<Revision>> allowChange(Optional<Revision> current) {
    boolean holds =
        (ifMatch.isEmpty() || ifMatch.get().matchStrongly(current))
            && (ifNoneMatch.isEmpty() || !ifNoneMatch.get().matchWeakly(current));
    return holds ? new Step.Continue<>(current) : new Step.Answered<>(changed());
  }

  /// Answers 412: the stored revision is not the one that the caller expects, before the write or
  /// during it.
  public static HttpResponse changed() {
    return Problem.of(
            412,
            "The resource was created, changed or deleted in the meantime:"
                + " read it again and repeat the change.")
        .toResponse();
  }
}
