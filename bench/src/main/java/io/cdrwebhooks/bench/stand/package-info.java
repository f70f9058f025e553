/// The servers around a measured function: AWS with fixed answers, and a receiver.
@NullMarked
package io.cdrwebhooks.bench.stand;

import org.jspecify.annotations.NullMarked;
