/// Hashes of texts and files.
@NullMarked
package io.cdrwebhooks.hash;

import org.jspecify.annotations.NullMarked;
