/// Holds requests and answers against the description of the API that clients build on.
@NullMarked
package io.cdrwebhooks.aws.openapi;

import org.jspecify.annotations.NullMarked;
