/// HTTP as bytes: what a proxy passes on and a raw receiver reads.
@NullMarked
package io.cdrwebhooks.chaos.wire;

import org.jspecify.annotations.NullMarked;
