/// The operations on CDR tasks.
@NullMarked
package io.cdrwebhooks.configapi.tasks;

import org.jspecify.annotations.NullMarked;
