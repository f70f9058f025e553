/// Notices to receivers, and the loan of a lane that sending one needs.
@NullMarked
package io.cdrwebhooks.dispatch.receivernotice;

import org.jspecify.annotations.NullMarked;
