/// Measures the counting of a report's lines, against only inflating the report.
@NullMarked
package io.cdrwebhooks.bench.counting;

import org.jspecify.annotations.NullMarked;
