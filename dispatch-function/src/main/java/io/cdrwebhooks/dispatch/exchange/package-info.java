/// One bounded HTTP exchange with a receiver: where it may be called, how, and what became of it.
@NullMarked
package io.cdrwebhooks.dispatch.exchange;

import org.jspecify.annotations.NullMarked;
