/// `make bench`: measures the product's speed on this machine, and compares each figure with its
/// target.
@NullMarked
package io.cdrwebhooks.bench;

import org.jspecify.annotations.NullMarked;
