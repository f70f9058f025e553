package io.cdrwebhooks.infra;

/// An action on something of the template: `part` is what stands behind its ARN, or empty text.
record Permission(String action, String resource, String part) {
  static Permission on(String resource, String action) {
    return new Permission(action, resource, "");
  }

  @Override
  public String toString() {
    return action + " on " + resource + part;
  }
}
