package io.cdrwebhooks.infra.permissions;

/// An action on a resource of the template: `part` is the text after its ARN, or empty text.
record Permission(String action, String resource, String part) {
  static Permission on(String resource, String action) {
    return new Permission(action, resource, "");
  }

  @Override
  public String toString() {
    return action + " on " + resource + part;
  }
}
