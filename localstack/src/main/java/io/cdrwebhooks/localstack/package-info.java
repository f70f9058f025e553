/// LocalStack as the endpoint of a JVM of tests: on their class path with the Maven profile
/// `localstack` alone.
@org.jspecify.annotations.NullMarked
package io.cdrwebhooks.localstack;
