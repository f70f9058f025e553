/// How fast the lines of a report are counted, against inflating it and doing nothing else.
@NullMarked
package io.cdrwebhooks.bench.counting;

import org.jspecify.annotations.NullMarked;
