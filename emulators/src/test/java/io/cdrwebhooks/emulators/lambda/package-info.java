/// AWS's own classes of Lambda's events, against which tests compare what we read and write.
@org.jspecify.annotations.NullMarked
package io.cdrwebhooks.emulators.lambda;
