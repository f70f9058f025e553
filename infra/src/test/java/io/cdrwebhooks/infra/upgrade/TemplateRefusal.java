package io.cdrwebhooks.infra.upgrade;

/// A change that must not be deployed: the resource, the change, and the rule against it.
record TemplateRefusal(String logicalId, String type, String change, String rule) {
  /// One sentence for the person who made the change.
  String sentence() {
    return "%s (%s) %s, but %s.".formatted(logicalId, type, change, rule);
  }
}
