/// The operations that resend everything that a receiver missed.
@NullMarked
package io.cdrwebhooks.configapi.recoveries;

import org.jspecify.annotations.NullMarked;
