/// The shared parts of the bench's sections: figures with their targets, and the workbench.
@NullMarked
package io.cdrwebhooks.bench.measure;

import org.jspecify.annotations.NullMarked;
