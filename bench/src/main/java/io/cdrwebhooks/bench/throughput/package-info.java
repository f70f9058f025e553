/// How much the product does in a second, and at what price, against the same work without it.
@NullMarked
package io.cdrwebhooks.bench.throughput;

import org.jspecify.annotations.NullMarked;
