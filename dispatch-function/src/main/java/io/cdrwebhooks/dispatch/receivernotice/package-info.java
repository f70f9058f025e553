/// Notices to receivers, and the lane that sending one borrows.
@NullMarked
package io.cdrwebhooks.dispatch.receivernotice;

import org.jspecify.annotations.NullMarked;
