package io.cdrwebhooks.bench.lambda;

/// The least that a JVM can do: what every start is measured against.
public final class HelloWorld {
  private HelloWorld() {}

  public static void main(String[] arguments) {
    System.out.println("Hello, world!");
  }
}
