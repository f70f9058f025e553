/// The operation that lists the receivers that need a person.
@NullMarked
package io.cdrwebhooks.configapi.attention;

import org.jspecify.annotations.NullMarked;
