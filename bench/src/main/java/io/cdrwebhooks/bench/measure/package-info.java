/// The shared parts of the bench's sections: figures with their targets, child processes, parallel
/// load.
@NullMarked
package io.cdrwebhooks.bench.measure;

import org.jspecify.annotations.NullMarked;
