/// What lets the same tests run on the emulators and on an endpoint from outside, and says when
/// they did not.
@org.jspecify.annotations.NullMarked
package io.cdrwebhooks.emulators.backend;
