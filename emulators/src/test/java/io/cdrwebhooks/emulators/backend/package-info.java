/// The backends of tests: the emulators, or an endpoint from outside. They report which tests did
/// not run there.
@org.jspecify.annotations.NullMarked
package io.cdrwebhooks.emulators.backend;
