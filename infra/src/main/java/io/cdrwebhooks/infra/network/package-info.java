/// The addresses that receivers see, and the network from which requests leave with them.
@NullMarked
package io.cdrwebhooks.infra.network;

import org.jspecify.annotations.NullMarked;
