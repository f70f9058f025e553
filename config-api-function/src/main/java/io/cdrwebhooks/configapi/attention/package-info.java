/// The operation that lists receivers that need attention.
@NullMarked
package io.cdrwebhooks.configapi.attention;

import org.jspecify.annotations.NullMarked;
