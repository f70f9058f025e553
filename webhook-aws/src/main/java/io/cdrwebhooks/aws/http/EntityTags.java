package io.cdrwebhooks.aws.http;

import io.cdrwebhooks.configuration.Revision;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// The value of an `If-Match` or `If-None-Match` header: `*`, or the tags of some representations.
///
/// Source: RFC 9110, 8.8.3 and 13.1.
record EntityTags(boolean any, List<String> tags) {
  private static final String TAG = "(?:W/)?\"[\\x21\\x23-\\x7e\\x80-\\xff]*\"";
  private static final Pattern ONE = Pattern.compile(TAG);
  private static final Pattern LIST =
      Pattern.compile("[ \t]*" + TAG + "(?:[ \t]*,[ \t]*" + TAG + ")*+[ \t]*");
  private static final int MAX_LENGTH = 1_024;

  EntityTags {
    tags = List.copyOf(tags);
  }

  /// Parses the header; returns empty if it is neither `*` nor a list of tags.
  static Optional<EntityTags> parse(String header) {
    if (header.strip().equals("*")) {
      return Optional.of(new EntityTags(true, List.of()));
    }
    if (header.length() > MAX_LENGTH || !LIST.matcher(header).matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new EntityTags(false, ONE.matcher(header).results().map(MatchResult::group).toList()));
  }

  /// Returns the tag of a revision, always a strong one.
  static String tag(Revision revision) {
    return "\"" + revision.number() + "\"";
  }

  /// Returns whether the header matches the stored revision by strong comparison: a weak tag never
  /// matches.
  boolean matchStrongly(Optional<Revision> current) {
    return current.filter(revision -> any || tags.contains(tag(revision))).isPresent();
  }

  /// Returns whether the header matches the stored revision by weak comparison: weak tags count
  /// like strong ones.
  boolean matchWeakly(Optional<Revision> current) {
    return matchStrongly(current)
        || current.filter(revision -> tags.contains("W/" + tag(revision))).isPresent();
  }
}
