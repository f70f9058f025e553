/// The backends of tests: the emulators, or moto. They report which tests did not run there.
@org.jspecify.annotations.NullMarked
package io.cdrwebhooks.emulators.backend;
