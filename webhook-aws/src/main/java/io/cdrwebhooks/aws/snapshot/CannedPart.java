package io.cdrwebhooks.aws.snapshot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A part of a file with canned answers of AWS: `text` answers requests of `operation` that contain
/// all `words`, unless an earlier part does.
///
/// In the file a part begins with `###`, the operation and the words; lines that begin with `# `
/// are comments. A part whose first line is `{{name}}` is a variable: its text replaces `{{name}}`
/// in later parts.
public record CannedPart(String operation, List<String> words, String text) {
  /// Reads the parts of a file. `names` maps further variables, such as `{{receiver}}`, to their
  /// texts.
  public static List<CannedPart> parse(String file, Map<String, String> names) {
    Map<String, String> named = new LinkedHashMap<>(names);
    List<CannedPart> parts = new ArrayList<>();
    List<String> all = List.of(file.replaceAll("(?m)^# .*", "").split("(?m)^### ", -1));
    for (String part : all.subList(1, all.size())) {
      int firstLine = part.indexOf('\n');
      String text = part.substring(firstLine).strip();
      for (Map.Entry<String, String> name : named.entrySet()) {
        text = text.replace(name.getKey(), name.getValue());
      }
      List<String> words = List.of(part.substring(0, firstLine).split(" ", -1));
      if (words.getFirst().startsWith("{{")) {
        named.put(words.getFirst(), text);
      } else {
        parts.add(new CannedPart(words.getFirst(), words.subList(1, words.size()), text));
      }
    }
    return parts;
  }
}
