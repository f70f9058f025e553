/// The shared parts of the bench's sections: figures with their targets, and child processes.
@NullMarked
package io.cdrwebhooks.bench.measure;

import org.jspecify.annotations.NullMarked;
