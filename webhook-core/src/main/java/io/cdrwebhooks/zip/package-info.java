/// Writes zip archives.
@NullMarked
package io.cdrwebhooks.zip;

import org.jspecify.annotations.NullMarked;
