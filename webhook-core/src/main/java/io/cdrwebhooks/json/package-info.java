/// JSON that is written.
@NullMarked
package io.cdrwebhooks.json;

import org.jspecify.annotations.NullMarked;
