package io.cdrwebhooks.chaos.verdict;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Which promises were broken how often, and a sentence for each time.
final class Violations {
  private final Map<Promise, Integer> counts = new EnumMap<>(Promise.class);
  private final List<String> sentences = new ArrayList<>();

  void add(Promise promise, String sentence) {
    counts.merge(promise, 1, Integer::sum);
    sentences.add(sentence);
  }

  int count(Promise promise) {
    return counts.getOrDefault(promise, 0);
  }

  boolean isEmpty() {
    return sentences.isEmpty();
  }

  List<String> sentences() {
    return List.copyOf(sentences);
  }
}
