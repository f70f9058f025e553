/// Encrypts Signatures for storage, with a KMS key.
@NullMarked
package io.cdrwebhooks.aws.kms;

import org.jspecify.annotations.NullMarked;
