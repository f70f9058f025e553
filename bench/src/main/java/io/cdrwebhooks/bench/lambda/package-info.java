/// Runs functions as Lambda starts them: in separate processes, from their packages.
@NullMarked
package io.cdrwebhooks.bench.lambda;

import org.jspecify.annotations.NullMarked;
