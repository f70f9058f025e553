/// Access to AWS for the functions: endpoints, credentials and limits.
@NullMarked
package io.cdrwebhooks.aws;

import org.jspecify.annotations.NullMarked;
