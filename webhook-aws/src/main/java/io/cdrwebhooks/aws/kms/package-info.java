/// Signatures encrypted for storage, under a key of KMS.
@NullMarked
package io.cdrwebhooks.aws.kms;

import org.jspecify.annotations.NullMarked;
