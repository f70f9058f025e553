/// Work that is due: messages about it, the index that sweeps read, and jobs over many deliveries.
@NullMarked
package io.cdrwebhooks.work;

import org.jspecify.annotations.NullMarked;
