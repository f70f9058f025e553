/// Signatures encrypted for storage: under a key of KMS, or of a file on one machine.
@NullMarked
package io.cdrwebhooks.aws.kms;

import org.jspecify.annotations.NullMarked;
