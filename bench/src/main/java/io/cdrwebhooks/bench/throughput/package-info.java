/// Measures the product's throughput and its cost, against the same work without the product.
@NullMarked
package io.cdrwebhooks.bench.throughput;

import org.jspecify.annotations.NullMarked;
