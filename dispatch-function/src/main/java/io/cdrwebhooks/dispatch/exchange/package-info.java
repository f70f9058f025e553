/// One bounded HTTP exchange with a receiver: whether it may be called, the request, and the
/// result.
@NullMarked
package io.cdrwebhooks.dispatch.exchange;

import org.jspecify.annotations.NullMarked;
