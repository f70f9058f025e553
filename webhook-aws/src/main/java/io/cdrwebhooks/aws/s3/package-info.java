/// Reports in S3, and the URLs that serve them.
@NullMarked
package io.cdrwebhooks.aws.s3;

import org.jspecify.annotations.NullMarked;
