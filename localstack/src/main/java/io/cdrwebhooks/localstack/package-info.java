/// LocalStack as the endpoint of a JVM of tests: on their class path with the Maven profile
/// `localstack` alone.
///
/// Since March 2026 newer images of LocalStack need a token; tags up to 4.14.0 do not. The module's
/// own test takes any endpoint that `AWS_ENDPOINT_URL` names, and then needs no Docker.
@org.jspecify.annotations.NullMarked
package io.cdrwebhooks.localstack;
