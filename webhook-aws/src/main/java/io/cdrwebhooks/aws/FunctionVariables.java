package io.cdrwebhooks.aws;

import java.util.Map;

/// The environment variables that a deployment gives a function.
public record FunctionVariables(Map<String, String> values) {
  public FunctionVariables {
    values = Map.copyOf(values);
  }

  /// The value of a variable that the function cannot do without.
  ///
  /// @throws IllegalArgumentException naming the variable if it is missing or blank
  public String required(String name) {
    String value = values.getOrDefault(name, "");
    if (value.isBlank()) {
      throw new IllegalArgumentException(name + " is not set");
    }
    return value;
  }

  /// Only the text `true` is true: a switch that is missing or misspelt stays off.
  public boolean isTrue(String name) {
    return values.getOrDefault(name, "").equals("true");
  }

  public AwsAccess awsAccess() {
    return AwsAccess.fromEnvironment(values);
  }
}
