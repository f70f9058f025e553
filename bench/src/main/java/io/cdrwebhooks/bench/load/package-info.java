/// Measures the whole system on one machine, with receivers and an exporter.
@NullMarked
package io.cdrwebhooks.bench.load;

import org.jspecify.annotations.NullMarked;
