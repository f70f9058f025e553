/// What the sections of the bench share: figures with their targets, child processes, parallel
/// load.
@NullMarked
package io.cdrwebhooks.bench.measure;

import org.jspecify.annotations.NullMarked;
