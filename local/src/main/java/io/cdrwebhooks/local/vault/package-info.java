/// Encrypts Signatures with a key in a file, on a machine without KMS.
@NullMarked
package io.cdrwebhooks.local.vault;

import org.jspecify.annotations.NullMarked;
