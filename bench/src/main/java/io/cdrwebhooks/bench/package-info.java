/// `make bench`: how fast the product is, each figure against its limit, on this machine.
@NullMarked
package io.cdrwebhooks.bench;

import org.jspecify.annotations.NullMarked;
