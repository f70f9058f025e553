/// What stands around a function while it is measured: AWS with fixed answers, and a receiver.
@NullMarked
package io.cdrwebhooks.bench.stand;

import org.jspecify.annotations.NullMarked;
